import type { MeasurementDefinition } from "../models/measurement";
import type { TransferTimeline } from "../models/timeline";
import { countValue, defineMeasurement, NO_VALUES } from "./values";

const transferCount = (
  name: string,
  meaning: string,
  isCounted: (transfer: TransferTimeline) => boolean,
): MeasurementDefinition =>
  defineMeasurement({
    name,
    unit: "count",
    meaning,
    on: "the giving agent",
    purposes: ["agent"],
    emitted: "At the end of the giver's communication.",
    source: "platform",
    derive: (communication, conversation) => {
      const transfer = conversation.transfers.get(communication);
      return transfer !== undefined && isCounted(transfer) ? [countValue(transfer.at)] : NO_VALUES;
    },
  });

/** Transfers of any kind. */
export const nTransferred = transferCount(
  "nTransferred",
  "1 when the agent's communication ended by any transfer.",
  () => true,
);

/** Blind transfers. */
export const nBlindTransferred = transferCount(
  "nBlindTransferred",
  "1 when the target appeared only at or after the giver's end.",
  ({ kind }) => kind === "blind",
);

/** Consult transfers. */
export const nConsultTransferred = transferCount(
  "nConsultTransferred",
  "1 when the platform says consult, or the target had appeared while the giver was connected.",
  ({ kind }) => kind === "consult",
);

/** Consults. */
export const nConsult = defineMeasurement({
  name: "nConsult",
  unit: "count",
  meaning: "1 when an agent consulted the one to whom the conversation was then given. A consult makes no hold.",
  on: "the giving agent",
  purposes: ["agent"],
  emitted: "When the target of the consult appeared.",
  source: "platform",
  derive: (communication, conversation) => {
    const consulted = conversation.transfers.get(communication)?.consulted;
    return consulted === undefined ? NO_VALUES : [countValue(consulted)];
  },
});
