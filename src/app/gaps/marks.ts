import { gapsOf, lifeOf, lifeOfCommunication, spanOfDeadline, spanOfMeasurement } from "../../answers/gaps";
import { partiesOf } from "../../answers/parties";
import type { TimeSpan } from "../../answers/spans";
import { MEASUREMENTS } from "../../measurements/definitions";
import { communicationKeyIn } from "../../models/communication-key";
import type { DeadlineRecord } from "../../models/deadline";
import type { FinalConversation } from "../../models/final-conversation";
import { isTouched, toGapRecord, type Gap } from "../../models/gap";
import type { GapRecord } from "../../models/gap-record";
import type { MeasurementRecord } from "../../models/measurement";
import type { ConversationRecord } from "../../models/view";

const DEFINITION_BY_NAME = new Map(MEASUREMENTS.map((definition) => [definition.name, definition]));

/** What gaps say of one conversation, line by line: whether what it tells may be wrong. */
export interface ConversationMarks {
  /** The gaps that may have touched it. */
  readonly gaps: readonly Gap[];
  readonly isMeasurementTouched: (record: MeasurementRecord) => boolean;
  readonly isDeadlineTouched: (record: DeadlineRecord) => boolean;
  /** The gaps of the life that a view shows. */
  readonly gapsIn: (view: ConversationRecord) => readonly GapRecord[];
}

/** The marks of a conversation; undefined where no gap may have touched it. A pure function of what stands of it. */
export function marksOf(conversation: FinalConversation, all: readonly Gap[]): ConversationMarks | undefined {
  const gaps = gapsOf(conversation, all);
  if (gaps.length === 0) return undefined;
  const lifeIn = livesOf(conversation);
  const isIn = ({ from, to }: TimeSpan) => gaps.some((gap) => isTouched(gap, from, to));
  return {
    gaps,
    isMeasurementTouched(record) {
      const definition = DEFINITION_BY_NAME.get(record.name);
      const kind = { isSum: definition?.isSum === true, isLength: definition?.unit !== "count" };
      const span = record.retracted === true ? undefined : spanOfMeasurement(record, kind, lifeIn(record.id));
      return span !== undefined && isIn(span);
    },
    isDeadlineTouched: (record) => record.retracted !== true && isIn(spanOfDeadline(record, lifeIn(record.id))),
    gapsIn(view) {
      const { from, to } = lifeOf(view);
      return gaps.filter((gap) => isTouched(gap, from, to)).map(toGapRecord);
    },
  };
}

/** From when to when the communication went on that an id is about; the whole conversation where it is about that. */
function livesOf(conversation: FinalConversation): (id: string) => TimeSpan {
  const { id: conversationId, views } = conversation;
  const parties = partiesOf(conversation);
  const startOf = views[0]?.startTime;
  const lives = views.map(lifeOf);
  const whole = { from: Math.min(...lives.map(({ from }) => from)), to: Math.max(...lives.map(({ to }) => to)) };
  return (id) => {
    const party = parties.withKey(communicationKeyIn(conversationId, id));
    if (party === undefined || startOf === undefined) return whole;
    return lifeOfCommunication(party, startOf);
  };
}
