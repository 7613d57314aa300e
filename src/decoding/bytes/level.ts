import type { TapeName } from "../../bytes/tape";
import { spellingsOf } from "../spellings";
import { CONTEXT } from "./contexts";
import type { ReadParticipant } from "./read-participant";

/** The names that matter around a conversation's body: those of wrappings, envelopes and bodies. */
export const enum Name {
  topic = 1,
  partition,
  offset,
  timestamp,
  ts,
  key,
  partitions,
  value,
  payload,
  detail,
  time,
  result,
  detailType,
  source,
  topicName,
  eventBody,
  eventTime,
  participants,
  participant,
  conversationId,
  id,
  mediaType,
}

const EXACT: readonly (readonly [string, Name])[] = [
  ["topic", Name.topic],
  ["partition", Name.partition],
  ["offset", Name.offset],
  ["timestamp", Name.timestamp],
  ["ts", Name.ts],
  ["key", Name.key],
  ["partitions", Name.partitions],
  ["value", Name.value],
  ["payload", Name.payload],
  ["detail", Name.detail],
  ["time", Name.time],
  ["result", Name.result],
];
const SPELLED: readonly (readonly [string, Name])[] = [
  ["detail-type", Name.detailType],
  ["source", Name.source],
  ["topicName", Name.topicName],
  ["eventBody", Name.eventBody],
  ["eventTime", Name.eventTime],
  ["participants", Name.participants],
  ["participant", Name.participant],
  ["conversationId", Name.conversationId],
  ["id", Name.id],
  ["mediaType", Name.mediaType],
];

const nameByNumber: Name[] = [];
for (const [, name] of [...EXACT, ...SPELLED]) nameByNumber[name] = name;

/** The name that a number on a tape stands for. */
export function levelNameOf(number: number): Name {
  const name = nameByNumber[number];
  if (name === undefined) throw new RangeError("a tape has a name that nobody gave it");
  return name;
}

/** As what the values of some names are entered. */
const ENTERED: Readonly<Partial<Record<Name, Pick<TapeName, "inObject" | "inList" | "isRecalled">>>> = {
  [Name.value]: { inObject: CONTEXT.level },
  [Name.payload]: { inObject: CONTEXT.level },
  [Name.detail]: { inObject: CONTEXT.level },
  [Name.eventBody]: { inObject: CONTEXT.level },
  [Name.participant]: { inObject: CONTEXT.participant, isRecalled: true },
  [Name.participants]: { inList: CONTEXT.participant, isRecalled: true },
};

/** The names around a body, in every spelling. */
export const LEVEL_NAMES: readonly TapeName[] = [
  ...EXACT,
  ...SPELLED.flatMap(([wire, name]) => spellingsOf(wire).map((spelling) => [spelling, name] as const)),
].map(([name, number]) => ({ context: CONTEXT.level, name, number, ...ENTERED[number] }));

/** What a topic name says. */
export interface Topic {
  readonly name: string;
  /** Frames of the socket that are no news. */
  readonly isControl: boolean;
  readonly isDetail: boolean;
}

/**
 * One object on the way from a record to its body: the record, its value, an event's detail, the body. It holds what was
 * read there; it is used again for the next record.
 */
export class Level {
  /** Bits of the names that were there, and of those that were there without null. */
  there = 0;
  said = 0;
  from = 0;
  until = 0;
  topic: string | undefined;
  partition = -1;
  offset = -1;
  partitions = -1;
  key: string | undefined;
  timestamp: number | string | undefined;
  ts: number | string | undefined;
  time: number | string | undefined;
  topicName: Topic | undefined;
  conversationId: string | undefined;
  id: string | undefined;
  mediaType: string | undefined;
  /** The level inside that was entered by `value`, `payload`, `detail` or `eventBody`. */
  child: Name | undefined;
  participants: ReadParticipant[] = [];

  clear(from: number, until: number): void {
    this.there = 0;
    this.said = 0;
    this.from = from;
    this.until = until;
    this.topic = undefined;
    this.partition = -1;
    this.offset = -1;
    this.partitions = -1;
    this.key = undefined;
    this.timestamp = undefined;
    this.ts = undefined;
    this.time = undefined;
    this.topicName = undefined;
    this.conversationId = undefined;
    this.id = undefined;
    this.mediaType = undefined;
    this.child = undefined;
    if (this.participants.length > 0) this.participants = [];
  }

  isThere(name: Name): boolean {
    return (this.there & (1 << name)) !== 0;
  }

  isSaid(name: Name): boolean {
    return (this.said & (1 << name)) !== 0;
  }

  /** The instant that the record's own timestamp states, as it was written. */
  statedTimestamp(): number | string | undefined {
    return this.timestamp ?? this.ts;
  }
}
