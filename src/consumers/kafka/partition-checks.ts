import { AppError } from "../../models/app-error";
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

/** A record that lies elsewhere than its conversation does. */
function misrouted(topic: string, partition: number, offset: string): AppError {
  return new AppError(
    "misrouted",
    `The record at ${topic}[${partition}]@${offset} has a key that is not its conversation, which may so lie in several partitions.`,
    "Let its producer set the conversation id as key; or --accept-misrouted to fold it where it lies.",
  );
}

/** Throws `AppError` where a record of a message does not lie where its conversation does. */
export function checkHome(decoded: readonly DecodedMessage[], topic: string, partition: number, offset: string): void {
  if (decoded.some(({ isAtHome }) => !isAtHome)) throw misrouted(topic, partition, offset);
}
