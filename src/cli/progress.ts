import type { ReplayProgress } from "../app/replay-options";
import { formatLength } from "../app/duration";
import { formatCount } from "../models/format-count";

/** Shows how far a run has come: a bar that is drawn again on a terminal, a plain line now and then elsewhere. */
export interface ProgressDisplay {
  readonly show: (progress: ReplayProgress) => void;
  readonly end: () => void;
}

/** What a display needs of the world. */
export interface ProgressWorld {
  readonly stream: { readonly isTTY?: boolean; readonly columns?: number; readonly write: (text: string) => unknown };
  readonly now: () => number;
}

const REDRAW_MS = 100;
const LINE_MS = 10_000;
const BAR_WIDTH = 24;

/** A display that has shown nothing. */
export function createProgressDisplay({ stream, now }: ProgressWorld): ProgressDisplay {
  const startedAt = now();
  const isTerminal = stream.isTTY === true;
  let shownAt = isTerminal ? -Infinity : startedAt;
  let hasDrawn = false;
  return {
    show(progress) {
      const at = now();
      if (at - shownAt < (isTerminal ? REDRAW_MS : LINE_MS)) return;
      shownAt = at;
      const text = describeProgress(progress, at - startedAt);
      if (isTerminal) stream.write(`\r\u001b[2K${text.slice(0, (stream.columns ?? 80) - 1)}`);
      else stream.write(`${text}\n`);
      hasDrawn = true;
    },
    end() {
      if (isTerminal && hasDrawn) stream.write("\r\u001b[2K");
    },
  };
}

/** `[########----------------]  33 %   1,234,567 records   95,000/s   48.2 MB/s   0:12 min left` */
export function describeProgress(progress: ReplayProgress, elapsedMs: number): string {
  const { bytesRead, records } = progress;
  const seconds = Math.max(elapsedMs / 1000, 0.001);
  const rate = Math.round(records / seconds);
  const counted = `${formatCount(records)} records   ${formatCount(rate)}/s${bytesRead > 0 ? `   ${formatBytes(bytesRead / seconds)}/s` : ""}`;
  const done = progress.played ?? shareOfBytes(progress, elapsedMs);
  if (done === undefined) return counted;
  const filled = Math.round(done.share * BAR_WIDTH);
  const bar = `[${"#".repeat(filled)}${"-".repeat(BAR_WIDTH - filled)}]`;
  return `${bar} ${String(Math.floor(done.share * 100)).padStart(3)} %   ${counted}   ${formatLength(Math.round(done.leftMs))} left`;
}

/** How much is done by the bytes that were read, and how long the remaining ones take at this rate. */
function shareOfBytes({ bytesRead, bytesAll }: ReplayProgress, elapsedMs: number): ReplayProgress["played"] {
  if (bytesAll === 0) return undefined;
  const share = Math.min(1, bytesRead / bytesAll);
  return { share, leftMs: share > 0 ? (elapsedMs / share) * (1 - share) : 0 };
}

/** Bytes as people read them: `950 B`, `4.1 kB`, `48.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Runs something while its progress is shown on standard error, unless it is to be quiet. */
export async function withProgress<Result>(
  quiet: boolean | undefined,
  work: (show: (progress: ReplayProgress) => void) => Promise<Result>,
): Promise<Result> {
  const stream = quiet === true ? { write: () => true } : process.stderr;
  const display = createProgressDisplay({ stream, now: () => performance.now() });
  try {
    return await work(display.show);
  } finally {
    display.end();
  }
}
