import { AppError } from "../../models/app-error";
import type { LogErrors } from "../live/port/port";

/** Somebody else has taken over what was written to. */
export class FencedError extends Error {
  constructor(id: string) {
    super(`the writer ${id} was fenced`);
    this.name = "FencedError";
  }
}

/** The log did not do, or did not say that it did, what it was asked for. */
export class LogFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "LogFailure";
  }
}

/** What errors of a log in memory mean. */
export const MEMORY_ERRORS: LogErrors = {
  kindOf(error) {
    if (error instanceof FencedError) return "fenced";
    return error instanceof LogFailure ? "cluster" : undefined;
  },
  mayPass: () => true,
  asAppError(error) {
    if (error instanceof AppError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new AppError("kafkaFailed", `The log failed: ${message}`, "Begin anew with the log that is left.");
  },
};
