import { AppError } from "./app-error";
import type { Position } from "./position";

/** What was being done as a fault of our own came about. `time`: no record came, an instant was passed. */
export type FaultStage = "decode" | "record" | "time" | "view" | "save";

/** A fault of our own in the work on one record or one conversation. It goes no further than that. */
export interface Fault {
  readonly stage: FaultStage;
  /** The record that is rejected for it; undefined where no record is to blame. */
  readonly position: Position | undefined;
  /** Undefined where the record could not be decoded. */
  readonly conversationId: string | undefined;
  readonly error: unknown;
}

const OUT_OF_MEMORY = /allocation failed|out of memory|maximum size exceeded/i;

/**
 * Whether an error is our own, and so of the record or the conversation at hand alone. A failing world and a full memory are
 * not: whoever runs all of it must know.
 */
export function isOwnFault(error: unknown): boolean {
  if (error instanceof AppError) return false;
  if (!(error instanceof Error)) return true;
  return error.name !== "AbortError" && !(error instanceof RangeError && OUT_OF_MEMORY.test(error.message));
}

/** Does what is of one record or one conversation alone. What goes wrong in it goes to `onFault`, unless it is of the world. */
export function contain<Result>(work: () => Result, onFault: (error: unknown) => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    return onFault(error);
  }
}
