import type { Logger } from "pino";

import type { Log } from "../consumers/live/port/log";

/** What a service logs until it ends. */
export interface ServiceLog extends Log {
  /** Nothing more is logged: why it ended is the last line, whatever its clients still have to say. */
  readonly end: () => void;
}

/** The lines of a service, to be put out by a logger. */
export function createServiceLog(logger: Pick<Logger, "info" | "warn" | "error">): ServiceLog {
  let isOver = false;
  const put =
    (level: "info" | "warn" | "error"): Log["info"] =>
    (message, details) => {
      if (!isOver) logger[level](details ?? {}, message);
    };
  return { info: put("info"), warn: put("warn"), error: put("error"), end: () => void (isOver = true) };
}
