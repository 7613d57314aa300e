import { MISROUTED, rejected } from "../../decoding/assemble";
import { AppError } from "../../models/app-error";
import { describeError, isOwnFault } from "../../models/fault";
import type { Decoded } from "../../models/decoded";
import { describePosition, type Position } from "../../models/position";
import type { MisroutedChoice } from "./fold-order";
import type { DecodedMessage } from "./message-decoder";
import type { StateKind } from "./state-codec";

/** Throws `AppError` where a state was made in another way than it would be now. */
export function checkKind(held: StateKind, wanted: StateKind, topic: string): void {
  const differing = (["semantics", "policy", "partitions"] as const).filter((name) => held[name] !== wanted[name]);
  if (differing.length === 0) return;
  const what = { semantics: "version of the semantics", policy: "policy", partitions: "number of partitions" };
  throw new AppError(
    "stateWrong",
    `The state in "${topic}" was made with another ${differing.map((name) => what[name]).join(" and another ")}.`,
    "Fold again from the input under another --prefix, or run with what it was made with.",
  );
}

/** Does what reads a state. Throws `AppError` where that cannot be read: it would not get better by being read again. */
export function readingState<Result>(topic: string, partition: number, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    throw new AppError(
      "stateWrong",
      `The state in ${topic}[${partition}] cannot be read: ${describeError(error).error}.`,
      "Run the version of convofold that wrote it. If the topic was harmed, restore it, or fold again from the input under another --prefix.",
    );
  }
}

/** A record to be folded where it lies elsewhere than its conversation does. Throws `AppError` where that ends the worker. */
export function takeHome({ record, isAtHome }: DecodedMessage, choice: MisroutedChoice): Decoded {
  if (isAtHome || choice === "fold") return record;
  const { position } = record;
  if (choice === "stop") throw misrouted(position);
  return rejected(position, MISROUTED, record.kind === "observations" ? record.conversationId : undefined);
}

function misrouted(position: Position): AppError {
  return new AppError(
    "misrouted",
    `The record at ${describePosition(position)} has a key that is not its conversation, which may so lie in several partitions.`,
    "Let its producer set the conversation id as key; or --misrouted reject to set such records apart, --misrouted fold to fold them where they lie.",
  );
}
