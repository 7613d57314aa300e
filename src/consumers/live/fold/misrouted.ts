import { MISROUTED, rejected } from "../../../decoding/assemble";
import { AppError } from "../../../models/app-error";
import type { Decoded } from "../../../models/decoded";
import { describePosition, type Position } from "../../../models/position";
import type { MisroutedChoice } from "./fold-options";
import type { DecodedMessage } from "../records/message-decoder";

/** A record to be folded where it lies elsewhere than its conversation does. Throws `AppError` where that ends the worker. */
export function applyMisroutedChoice(
  { record, isRoutedByKey: isAtHome }: DecodedMessage,
  choice: MisroutedChoice,
): Decoded {
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
