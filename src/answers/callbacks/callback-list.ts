import type { CallingTerms } from "../../calendars/calling-policy";
import { calleeZone, type CalleeZone, type ZoneClues } from "../../calendars/callee-zone";
import { answerOf, windowEnd, type WindowAnswer } from "../../calendars/calling-window";
import type { Zone } from "../../calendars/zone";
import { communicationKeyIn, isKeyOf } from "../../models/communication-key";
import type { DeadlineStatus } from "../../models/deadline";
import type { FinalConversation } from "../../models/final-conversation";
import type { CommunicationView, ConversationRecord } from "../../models/view";
import { partiesOf, type Party } from "../../models/parties";
import { instantIn } from "../../models/life";
import { owedOf, type Owed } from "./owed";

/** An instant promised to a customer, and what came of it. Instants are epoch milliseconds. */
export interface ListedPromise {
  readonly madeAt: number | undefined;
  readonly dueAt: number;
  readonly status: DeadlineStatus | undefined;
  readonly attemptAt: number | undefined;
  /** Attempt less due, never below 0. */
  readonly lateMs: number | undefined;
  /** The due instant by the callee's clock, ISO-8601; undefined where the zone is not known, or may be several whose clocks differ then. */
  readonly dueThere: string | undefined;
  /** Whether it lies in the calling window; undefined where no calendar holds. */
  readonly window: WindowAnswer | undefined;
  /** Until when the customer may be called in that window; undefined where the promise is not open, not inside, or that is past. */
  readonly windowClosesAt: number | undefined;
  /** It is open and was inside the window, which has closed. */
  readonly hasClosed: boolean;
  /** It is open, and inside the window, which closes before its tolerance is over. */
  readonly closesEarly: boolean;
}

/** A callback of a customer. */
export interface ListedCallback {
  readonly conversationId: string;
  readonly participantId: string;
  readonly communicationId: string | undefined;
  readonly queueId: string | undefined;
  readonly state: string;
  readonly requestedAt: number | undefined;
  /** In order: each takes the place of the one before. */
  readonly promises: readonly ListedPromise[];
  readonly attempts: readonly number[];
  readonly contactAt: number | undefined;
  readonly ownerExpiresAt: number | undefined;
  readonly ownerStatus: DeadlineStatus | undefined;
  readonly callee: CalleeZone<Zone>;
  /** Why the customer is still owed a call; undefined where none is. */
  readonly owed: Owed | undefined;
}

/** What the list needs besides the final numbers. */
export interface CallbackContext {
  readonly termsFor: (queueId: string | undefined) => CallingTerms;
  readonly toleranceFor: (queueId: string | undefined) => number;
  readonly zoneOf: (name: string) => Zone | undefined;
  /** The instant as of which it is listed, epoch ms; undefined where nothing is known of it. */
  readonly asOf: number | undefined;
  /** What is known of the callee from elsewhere. */
  readonly cluesFor: (conversationId: string) => Pick<ZoneClues, "given" | "contact">;
}

type Callback = NonNullable<CommunicationView["callback"]>;

/** The callbacks of a conversation, of all its lives; of one that is in several, the last. */
export function callbacksOf(conversation: FinalConversation, context: CallbackContext): ListedCallback[] {
  const parties = partiesOf(conversation).all;
  const queueId = onlyQueueOf(parties);
  const found = new Map<string, ListedCallback>();
  for (const party of parties) {
    const { callback, communicationId = "", episode = 1 } = party.communication;
    if (callback === undefined) continue;
    const key = [party.participant.participantId, communicationId, String(episode)].join("/");
    found.set(key, listed(conversation, party, callback, party.communication.queueId ?? queueId, context));
  }
  return [...found.values()];
}

/** The queue of a conversation's callbacks, for one that names none; undefined where they are of several. */
function onlyQueueOf(parties: readonly Party[]): string | undefined {
  const queues = parties.flatMap(({ communication: { mediaType, queueId } }) =>
    mediaType === "callback" && queueId !== undefined ? [queueId] : [],
  );
  return new Set(queues).size === 1 ? queues[0] : undefined;
}

function listed(
  conversation: FinalConversation,
  { participant: { participantId }, communication }: Party,
  callback: Callback,
  queueId: string | undefined,
  context: CallbackContext,
): ListedCallback {
  const { communicationId, mediaType, episode, segments, endTime, disconnectType } = communication;
  const name = { participantId, communicationId, mediaType, episode };
  const deadlines = conversation.views
    .flatMap((view) => view.deadlines)
    .filter(({ id }) => isKeyOf(communicationKeyIn(conversation.id, id), name));
  const terms = context.termsFor(queueId);
  const clues = { ...context.cluesFor(conversation.id), number: callback.calleeZones, queue: terms.zone };
  const callee = calleeZone(clues, context.zoneOf);
  const windowAt = (at: number) => answerOf(at, callee.zones, terms.calendars);
  const isOver = endTime !== undefined;
  const toleranceMs = context.toleranceFor(queueId);
  const promises = promisesIn(callback, deadlines).map((promise, index, all): ListedPromise => {
    const window = windowAt(promise.dueAt);
    const isOpen = !isOver && index === all.length - 1 && promise.attemptAt === undefined;
    const isAhead = isOpen && window === "inside";
    const closesAt = isAhead ? windowEnd(promise.dueAt, callee.zones, terms.calendars) : undefined;
    const hasClosed = closesAt !== undefined && closesAt <= (context.asOf ?? -Infinity);
    const closesEarly = isAhead && !hasClosed && windowAt(promise.dueAt + toleranceMs) !== "inside";
    const windowClosesAt = hasClosed ? undefined : closesAt;
    return { ...promise, dueThere: clockAt(promise.dueAt, callee), window, windowClosesAt, hasClosed, closesEarly };
  });
  const owner = deadlines.find(({ kind }) => kind === "callbackOwner");
  const requested = [instantIn(segments[0]?.startTime), promises[0]?.madeAt].filter((at) => at !== undefined);
  return {
    conversationId: conversation.id,
    participantId,
    communicationId,
    queueId,
    state: callback.state,
    requestedAt: requested.length === 0 ? undefined : Math.min(...requested),
    promises,
    attempts: callback.attempts.map((at) => Date.parse(at)),
    contactAt: instantIn(callback.contactTime),
    ownerExpiresAt: instantIn(owner?.dueAt),
    ownerStatus: owner?.status,
    callee,
    owed: owedOf({ callback, last: promises.at(-1), isOver, isWithdrawn: isOver && disconnectType === "client" }),
  };
}

/** In order of the list that the view has; each with its deadline, which is known by its instants. */
function promisesIn(
  { scheduledTimes }: Callback,
  deadlines: ConversationRecord["deadlines"],
): Pick<ListedPromise, "madeAt" | "dueAt" | "status" | "attemptAt" | "lateMs">[] {
  const left = deadlines
    .filter(({ kind }) => kind === "callbackDue")
    .map((deadline) => ({ deadline, madeAt: madeIn(deadline.id) }))
    .sort((one, other) => one.madeAt - other.madeAt);
  return scheduledTimes.map((time) => {
    const dueAt = Date.parse(time);
    const index = left.findIndex(({ deadline }) => Date.parse(deadline.dueAt) === dueAt);
    const [found] = index < 0 ? [] : left.splice(index, 1);
    const attemptAt = instantIn(found?.deadline.metAt);
    const lateMs = attemptAt === undefined ? undefined : Math.max(0, attemptAt - dueAt);
    return { madeAt: found?.madeAt, dueAt, status: found?.deadline.status, attemptAt, lateMs };
  });
}

/** A deadline's id ends in `…/<made>-<due>`. */
function madeIn(id: string): number {
  return Number(id.slice(id.lastIndexOf("/") + 1, id.lastIndexOf("-")));
}

/** An instant by the clock of a callee, where all zones that it may be in have the same. */
function clockAt(at: number, { zones }: CalleeZone<Zone>): string | undefined {
  const clocks = new Set(zones.map((zone) => zone.format(at)));
  return clocks.size === 1 ? [...clocks][0] : undefined;
}
