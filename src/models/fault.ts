import { AppError } from "./app-error";
import { describePosition, type Position } from "./position";

/** What was being done as a fault of our own came about. `time`: no record came, an instant was passed; `save`: its state was kept. */
export const FAULT_STAGES = ["decode", "record", "time", "view", "save"] as const;
export type FaultStage = (typeof FAULT_STAGES)[number];

/** A fault of our own in the work on one record or one conversation. It goes no further than that. */
export interface Fault {
  readonly stage: FaultStage;
  /** The record that is rejected for it; undefined where no record is to blame. */
  readonly position: Position | undefined;
  /** Undefined where the record could not be decoded, or what was saved is of several. */
  readonly conversationId: string | undefined;
  readonly error: unknown;
}

/** A fault as it is logged: nothing in it comes out of a record but ids and places. */
export interface FaultReport {
  readonly stage: FaultStage;
  /** The file and line, or the topic, partition and offset of the record that is rejected for it. */
  readonly place: string | undefined;
  readonly conversationId: string | undefined;
  /** What kind of error it was. Its words are left out: they may quote the record. */
  readonly error: string;
  /** Where in the programme. */
  readonly stack: readonly string[];
}

/** A fault as it is logged. */
export function describeFault({ stage, position, conversationId, error }: Fault): FaultReport {
  return { stage, place: position && describePosition(position), conversationId, ...describeError(error) };
}

/** An error of our own as it is logged: its kind, and where in the programme it came about. */
export function describeError(error: unknown): Pick<FaultReport, "error" | "stack"> {
  const { name, stack = "" } = asError(error);
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return { error: name, stack: frames.slice(0, FRAMES_MAX).map((line) => line.trim()) };
}

function asError(error: unknown): { readonly name: string; readonly message: string; readonly stack?: string } {
  const { name, message, stack } = Object(error) as Partial<Error>;
  return { name: name ?? typeof error, message: message ?? "", ...(stack !== undefined && { stack }) };
}

const FRAMES_MAX = 12;
const OUT_OF_MEMORY = /allocation failed|out of memory|maximum size exceeded/i;

/**
 * Whether an error is our own, and so of the record or the conversation at hand alone. A failing world and a full memory are
 * not: whoever runs all of it must know.
 */
export function isOwnFault(error: unknown): boolean {
  if (error instanceof AppError) return false;
  const { name, message } = asError(error);
  return name !== "AbortError" && !(name === "RangeError" && OUT_OF_MEMORY.test(message));
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
