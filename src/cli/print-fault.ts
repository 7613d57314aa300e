import { FaultLimit } from "../app/fault-limit";
import type { FaultReport } from "../models/fault";
import { printError, visible } from "./print";

const DURING: Readonly<Record<FaultReport["stage"], string>> = {
  decode: "reading a record",
  record: "folding a record",
  time: "letting time pass for a conversation",
  view: "making the view of a conversation",
  save: "saving a conversation; no checkpoint is written while that lasts, and --resume goes on from the last one",
};

/** Prints faults of our own as errors, each once and not too many of a place; all are in the counts and among the rejects. */
export function createFaultPrinter(): (fault: FaultReport) => void {
  const limit = new FaultLimit();
  return (fault) => {
    const admission = limit.admit(fault);
    if (admission === "counted") return;
    printError(`${lineOf(fault)}\n`);
    if (admission === "last") printError("Further faults of this place are counted, not printed.\n");
  };
}

function lineOf({ stage, place, conversationId, error, stack }: FaultReport): string {
  const where = [place, conversationId && `conversation ${conversationId}`].filter((one) => one !== undefined);
  const of = where.length === 0 ? "" : ` (${where.map(visible).join(", ")})`;
  return [`A fault of convofold itself, ${error}, came about while ${DURING[stage]}${of}.`, ...stack.map(visible)].join(
    "\n    ",
  );
}
