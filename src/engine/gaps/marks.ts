import { measurementNamed } from "../../measurements/definitions";
import { communicationKeyIn } from "../../models/communication-key";
import type { DeadlineRecord } from "../../models/deadline";
import type { FinalConversation } from "../../models/final-conversation";
import { isTouched, toGapRecord, type Gap } from "../../models/gap";
import { gapsOf, spanOfDeadline, spanOfMeasurement } from "../../models/gap-spans";
import { gapsOfView, lifeOf, lifeOfCommunication, type Life } from "../../models/life";
import type { GapRecord } from "../../models/gap-record";
import type { MeasurementRecord } from "../../models/measurement";
import { partiesOf } from "../../models/parties";
import type { ConversationRecord } from "../../models/view";

/** What gaps say of one conversation, line by line: whether what it says may be wrong. */
export interface ConversationMarks {
  /** The gaps that may have touched it. */
  readonly gaps: readonly Gap[];
  readonly isMeasurementTouched: (record: MeasurementRecord) => boolean;
  readonly isDeadlineTouched: (record: DeadlineRecord) => boolean;
  /** The gaps that a number or deadline may lack records of. */
  readonly gapsOfRecord: (record: MeasurementRecord | DeadlineRecord) => readonly GapRecord[];
  /** The gaps of the life that a view shows. */
  readonly gapsIn: (view: ConversationRecord) => readonly GapRecord[];
}

/** The marks of a conversation; undefined where no gap may have touched it. A pure function of what stands of it. */
export function marksOf(conversation: FinalConversation, all: readonly Gap[]): ConversationMarks | undefined {
  const gaps = gapsOf(conversation, all);
  if (gaps.length === 0) return undefined;
  const lifeIn = livesOf(conversation);
  const spanOf = (record: MeasurementRecord | DeadlineRecord): Life | undefined => {
    if (record.retracted === true) return undefined;
    if (record.type === "deadline") return spanOfDeadline(record, lifeIn(record.id));
    const definition = measurementNamed(record.name);
    const kind = { isSum: definition?.isSum === true, isLength: definition?.unit !== "count" };
    return spanOfMeasurement(record, kind, lifeIn(record.id));
  };
  const gapsOfRecord = (record: MeasurementRecord | DeadlineRecord) => {
    const span = spanOf(record);
    return span === undefined ? [] : gaps.filter((gap) => isTouched(gap, span.from, span.to));
  };
  return {
    gaps,
    isMeasurementTouched: (record) => gapsOfRecord(record).length > 0,
    isDeadlineTouched: (record) => gapsOfRecord(record).length > 0,
    gapsOfRecord: (record) => gapsOfRecord(record).map(toGapRecord),
    gapsIn: (view) => gapsOfView(view, gaps).map(toGapRecord),
  };
}

/** From when to when the communication went on that an id is about; the whole conversation where it is about that. */
function livesOf(conversation: FinalConversation): (id: string) => Life {
  const { id: conversationId, views } = conversation;
  const parties = partiesOf(conversation);
  const startOf = views[0]?.startTime;
  const lives = views.map(lifeOf);
  const whole = { from: Math.min(...lives.map(({ from }) => from)), to: Math.max(...lives.map(({ to }) => to)) };
  return (id) => {
    const party = parties.withKey(communicationKeyIn(conversationId, id));
    if (party === undefined || startOf === undefined) return whole;
    const view = views.findIndex(({ participants }) => participants.includes(party.participant));
    const { from, to } = lifeOfCommunication(party, startOf);
    // What was still going on as its conversation was swept ended with it.
    return { from, to: Math.max(from, Math.min(to, lives[view]?.to ?? to)) };
  };
}
