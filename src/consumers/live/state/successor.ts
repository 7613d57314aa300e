import { AppError } from "../../../models/app-error";
import type { LogRecord, Outgoing } from "../port/port";

/** Who has taken over from a prefix: nothing is written under that one any more. */
export interface Successor {
  readonly prefix: string;
  readonly group: string;
}

const SUCCESSOR = "@successor";

/** The mark of a state that somebody has taken over from, as a message. */
export function encodeSuccessor(topic: string, successor: Successor): Outgoing {
  return { topic, key: SUCCESSOR, value: JSON.stringify(successor) };
}

/** The successor that a message of the state topic names; undefined where it is something else. */
export function successorIn({ key, value }: Pick<LogRecord, "key" | "value">): Successor | undefined {
  return value !== null && key?.toString() === SUCCESSOR ? (JSON.parse(value.toString()) as Successor) : undefined;
}

/** Throws `AppError` where somebody has taken over from a state: it is to be read only. */
export function checkNotSucceeded(successor: Successor | undefined, topic: string): void {
  if (successor === undefined) return;
  throw new AppError(
    "stateWrong",
    `The prefix "${successor.prefix}" has taken over from the state in "${topic}": nothing is written there any more.`,
    `Stop these workers, or start them with --prefix ${successor.prefix} --group ${successor.group}. What was written under the former prefix is still there; delete its topics once nobody reads them.`,
  );
}
