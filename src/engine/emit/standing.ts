import type { DeadlineRecord } from "../../models/deadline";
import type { Instant } from "../../models/instant";
import type { MeasurementRecord } from "../../models/measurement";
import type { DeadlineChange, MeasurementChange } from "../derive/changes";
import { Derivation } from "../derive/derivation";
import type { Lifecycle } from "../history/lifecycle";
import type { Conversation } from "../store/conversation";
import { toDeadlineRecord, toMeasurementRecord } from "./emissions";

/** What stands of some lifecycles as of an instant. */
export interface Standing {
  readonly measurements: readonly MeasurementChange[];
  readonly deadlines: readonly DeadlineChange[];
  readonly asOf: Instant;
  /** When something of it becomes overdue; Infinity where nothing is owed. */
  readonly dueAt: Instant;
}

/** What stands of the measurements and deadlines of some lifecycles, as of an instant. */
export function standingOf(
  conversation: Conversation,
  asOf: Instant,
  lifecycles: readonly Lifecycle[] = conversation.allLifecycles(),
): Standing {
  const { id, revision, policy } = conversation;
  const derivation = new Derivation(id, policy);
  const measurements: MeasurementChange[] = [];
  const deadlines: DeadlineChange[] = [];
  derivation.renew(lifecycles, measurements);
  const dueAt = derivation.evaluate(lifecycles, asOf, revision, deadlines);
  return { measurements, deadlines, asOf, dueAt };
}

/** What was emitted of a conversation and stands, under the revision that it has by now. */
export function standingRecords(conversation: Conversation): readonly (MeasurementRecord | DeadlineRecord)[] {
  if (conversation.owesAll()) return [];
  const { measurements, deadlines, asOf } = standingOf(conversation, conversation.evaluatedAt);
  return [
    ...measurements.map((change) => toMeasurementRecord(change, conversation.revision)),
    ...deadlines.map((change) => toDeadlineRecord(change, asOf)),
  ];
}
