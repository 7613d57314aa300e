import type { FinalConversation, FinalMeasurement } from "../../models/final-conversation";
import { oncePer } from "../../models/memo";
import { describePosition, type Position } from "../../models/position";
import type { CauseName, Explanation } from "./causes";
import { explainWholeConversation } from "./coverage-causes";
import { explain } from "./explain";
import { hintOf } from "./hints";
import { NearestIndex } from "./nearest";
import { ownNumber, startOf, type OwnNumber } from "./numbers";
import type { NumberPair, PairStatus } from "./pairs";
import type { SessionPair } from "./sessions";
import { spelled, type ConversationPair, type Subject } from "./subject";

/** A value as one side has it; of a conversation as a whole there is none. Instants are ISO-8601, UTC. */
export interface DifferenceSide {
  readonly value: number | string | null;
  readonly at: string | null;
}

/** One difference, down to the records. */
export interface Difference {
  /** Null where it is one of the export as a whole: a metric that this states nowhere. */
  readonly conversationId: string | null;
  readonly participantId: string | null;
  readonly sessionId: string | null;
  readonly mediaType: string | null;
  readonly queue: string | null;
  readonly day: string | null;
  /** The name of the number; `wrapUpCode` or `queueId`; `conversation` where one side has none of it. */
  readonly metric: string;
  readonly status: Exclude<PairStatus, "matched" | "withinTolerance">;
  /** How many numbers it stands for: all of a conversation, one otherwise. */
  readonly numbers: number;
  readonly ours: DifferenceSide | null;
  readonly platform: DifferenceSide | null;
  readonly cause: CauseName | null;
  readonly why: string;
  /** The records that set our number; those around it where we have none. */
  readonly records: readonly string[];
  /** Where in the export the conversation lies. */
  readonly exportedAt: string | null;
}

/** What every difference of a conversation, or of a session in it, has. */
export type Place = Pick<
  Difference,
  "conversationId" | "participantId" | "sessionId" | "mediaType" | "queue" | "day" | "exportedAt"
>;

/** What is said where no rule shows a cause. */
export const UNEXPLAINED = "No rule shows why. `convofold explain` shows the records of our number.";

/** The difference of a pair of numbers. */
export function differenceOf(subject: Subject, place: Place): Difference {
  const { name, status, ours, platform } = subject.pair;
  const explanation = explain(subject);
  return {
    ...place,
    metric: name,
    status: status === "missing" || status === "extra" ? status : "different",
    numbers: 1,
    ours: ours ? { value: ours.value, at: spelled(ours.at) } : null,
    platform: platform ? { value: platform.value, at: spelled(platform.at) } : null,
    ...causeFields(explanation, explanation === undefined ? hintOf(subject) : undefined),
    records: recordsFor(subject, explanation),
  };
}

/** The difference of a conversation that one side does not have. */
export function conversationDifference(conversation: ConversationPair, place: Place, numbers: number): Difference {
  return {
    ...place,
    metric: "conversation",
    status: conversation.platform === undefined ? "extra" : "missing",
    numbers,
    ours: null,
    platform: null,
    ...causeFields(explainWholeConversation(conversation)),
    records: keptOutRecords(conversation),
  };
}

/** The cause of a difference, and why, as fields of it. */
export function causeFields(
  explanation: Explanation | undefined,
  hint = UNEXPLAINED,
): Pick<Difference, "cause" | "why"> {
  return { cause: explanation?.cause ?? null, why: explanation?.why ?? hint };
}

type Evidence = NonNullable<FinalMeasurement["evidence"]>;

const RECORDS_MAX = 10;

function keptOutRecords({ keptOut }: ConversationPair): string[] {
  return keptOut.slice(0, RECORDS_MAX).map(({ position }) => describePosition(position));
}

function recordsFor({ pair, session, conversation }: Subject, explanation: Explanation | undefined): string[] {
  const isKeptOut = explanation?.cause === "lateEvent" || explanation?.cause === "rejectedRecord";
  if (isKeptOut) return keptOutRecords(conversation);
  const evidence = pair.ours?.measurement.evidence ?? neighboursOf(pair, session, conversation);
  return [...new Set(evidence.map((one) => describePosition(one as Position)))].slice(0, RECORDS_MAX);
}

/** The records of the numbers of the session, else of the conversation, that lie around a number that we do not have. */
function neighboursOf({ platform }: NumberPair, session: SessionPair, { ours }: ConversationPair): Evidence {
  if (platform === undefined) return [];
  const { hasOwn, byDate } = ownNumbersOf(session);
  const known = hasOwn || ours === undefined ? byDate : ownNumbersIn(ours);
  const startAt = startOf(platform);
  return known.around(startAt).flatMap((one) => one?.measurement.evidence ?? []);
}

const ownNumbersOf = oncePer(({ pairs }: SessionPair) => {
  const own = pairs.flatMap((one) => one.ours ?? []);
  return { hasOwn: own.length > 0, byDate: indexed(own) };
});

const ownNumbersIn = oncePer(({ measurements }: FinalConversation) => indexed(measurements.map(ownNumber)));

function indexed(numbers: readonly OwnNumber[]): NearestIndex<OwnNumber> {
  const known = numbers.filter(({ measurement }) => measurement.evidence !== undefined);
  return new NearestIndex(known, ({ at }) => at);
}
