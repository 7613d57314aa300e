import { measurementNamed } from "../../measurements/definitions";
import { communicationKeyIn } from "../../models/communication-key";
import type { DeadlineRecord } from "../../models/deadline";
import type { FinalConversation } from "../../models/final-conversation";
import { isTouched, toGapRecord, type Gap } from "../../models/gap";
import { gapsOf, spanOfDeadline, spanOfMeasurement } from "../../models/gap-spans";
import { gapsOfView, lifeOf, lifeOfCommunication, type Life } from "../../models/life";
import type { GapRecord } from "../../models/gap-record";
import type { MeasurementRecord } from "../../models/measurement";
import { keysOf, partiesIn } from "../../models/parties";
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
function livesOf({ id: conversationId, views }: FinalConversation): (id: string) => Life {
  const byKey = new Map<string, Life>();
  const lives = views.map(lifeOf);
  for (const [index, view] of views.entries()) {
    // What was still going on as its conversation was swept ended with it.
    const until = lives[index]?.to ?? Infinity;
    for (const party of partiesIn(view)) {
      const { from, to } = lifeOfCommunication(party, view.startTime);
      const life = { from, to: Math.max(from, Math.min(to, until)) };
      for (const key of keysOf(party)) byKey.set(key, joined(byKey.get(key), life));
    }
  }
  const whole = lives.reduce(joined, undefined) ?? { from: Infinity, to: -Infinity };
  return (id) => byKey.get(communicationKeyIn(conversationId, id)) ?? whole;
}

/** A communication may go on in a further life of its conversation: which of them an id is about cannot be told. */
function joined(known: Life | undefined, life: Life): Life {
  return known === undefined ? life : { from: Math.min(known.from, life.from), to: Math.max(known.to, life.to) };
}
