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
    derive: (_communication, { transfer }) =>
      transfer !== undefined && isCounted(transfer) ? [countValue(transfer.at)] : NO_VALUES,
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
  "1 when nobody who was consulted was there at the giver's end: the target appeared only at or after it.",
  ({ kind }) => kind === "blind",
);

/** Consult transfers. */
export const nConsultTransferred = transferCount(
  "nConsultTransferred",
  "1 when the platform says consult, or says plain transfer and one who was consulted was there at the giver's end.",
  ({ kind }) => kind === "consult",
);

/** Consults. */
export const nConsult = defineMeasurement({
  name: "nConsult",
  unit: "count",
  meaning:
    "1 for each consult that an agent began, whether a transfer follows, it is cancelled, or becomes a conference: a flow, a queue or a person, not of the customer's, appeared while the agent was connected. One by way of a flow or a queue is one. A consult makes no hold.",
  on: "the giving agent",
  purposes: ["agent"],
  emitted: "When the first communication of the one consulted appeared, whatever its purpose.",
  source: "platform",
  derive: (_communication, { consults }) => consults?.map((date) => countValue(date, String(date.at))) ?? NO_VALUES,
});
