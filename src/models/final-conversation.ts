import type { DeadlineRecord } from "./deadline";
import type { MeasurementRecord } from "./measurement";
import type { ConversationRecord } from "./view";

/** A number that stands: not retracted, and of the highest revision of its id. */
export type FinalMeasurement = MeasurementRecord & { readonly value: number; readonly emitDate: string };

/** A conversation with all that stands of it at the end: nothing superseded, nothing retracted. */
export interface FinalConversation {
  readonly id: string;
  /** By id. */
  readonly measurements: readonly FinalMeasurement[];
  /** By id. Those that were pending all along are in the views only. */
  readonly deadlines: readonly DeadlineRecord[];
  /** Its last view; before it those of earlier lives, where it was over and forgotten when it went on. */
  readonly views: readonly ConversationRecord[];
}

/** Whether a measurement stands. */
export function isStanding(record: MeasurementRecord): record is FinalMeasurement {
  return record.retracted !== true && record.value !== undefined && record.emitDate !== undefined;
}
