import type { FaultReport } from "../models/fault";
import { printError, visible } from "./print";

/** So many are printed; what comes after that is in the counts and among the rejects. */
const PRINTED_MAX = 100;

const DURING: Readonly<Record<FaultReport["stage"], string>> = {
  decode: "reading a record",
  record: "folding a record",
  time: "letting time pass for a conversation",
  view: "making the view of a conversation",
  save: "saving a conversation; no checkpoint is written while that lasts, and --resume goes on from the last one",
};

/** Prints faults of our own as errors, each once and not too many. */
export function createFaultPrinter(): (fault: FaultReport) => void {
  let printed = 0;
  return (fault) => {
    printed += 1;
    if (printed <= PRINTED_MAX) printError(`${lineOf(fault)}\n`);
    else if (printed === PRINTED_MAX + 1) printError("Further faults are counted, not printed.\n");
  };
}

function lineOf({ stage, place, conversationId, error, stack }: FaultReport): string {
  const where = [place, conversationId && `conversation ${conversationId}`].filter((one) => one !== undefined);
  const of = where.length === 0 ? "" : ` (${where.map(visible).join(", ")})`;
  return [`A fault of convofold itself, ${error}, came about while ${DURING[stage]}${of}.`, ...stack.map(visible)].join(
    "\n    ",
  );
}
