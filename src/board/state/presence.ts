import type { CallbackRow, BreachRow, ConversationRow } from "../../models/board-rows";
import type { ConversationRecord } from "../../models/view";
import type { CallingLook } from "./calling-look";
import { isStaff, partyOfDeadline, type Party } from "./parties";

/** What somebody is doing now that a queue counts. */
export type Activity = "waiting" | "alerting" | "inProgress" | "onHold" | "afterCallWork";

/** An activity that goes on, since an instant; `queueId` is undefined outside of queues. */
export interface Presence {
  readonly activity: Activity;
  readonly queueId: string | undefined;
  readonly since: string;
}

/** All that goes on in a conversation that queues count. */
export function presencesOf(parties: readonly Party[]): Presence[] {
  return parties.flatMap((party) => activitiesOf(party));
}

function activitiesOf(party: Party): Presence[] {
  const { state, since, queueId, held, queueOutcome, afterCallWork, segments } = party.communication;
  if (queueOutcome === "waiting" && state === "connected") return [{ activity: "waiting", queueId, since }];
  if (!isStaff(party)) return [];
  if (state === "alerting") return [{ activity: "alerting", queueId, since }];
  if (state === "connected") {
    const inProgress: Presence = { activity: "inProgress", queueId, since };
    const onHoldSince = segments.at(-1)?.startTime ?? since;
    return held === true ? [inProgress, { activity: "onHold", queueId, since: onHoldSince }] : [inProgress];
  }
  if (afterCallWork?.state !== "pending") return [];
  return [{ activity: "afterCallWork", queueId, since: afterCallWork.startTime ?? since }];
}

/** The order in which one activity stands for a conversation. */
const FOREMOST: readonly (readonly [Activity, string])[] = [
  ["onHold", "on hold"],
  ["inProgress", "talking"],
  ["alerting", "alerting"],
  ["waiting", "waiting"],
  ["afterCallWork", "after-call work"],
];

/** A conversation as a line of a list. */
export function conversationRowOf(
  view: ConversationRecord,
  parties: readonly Party[],
  presences: readonly Presence[],
): ConversationRow {
  const distinct = (values: readonly (string | undefined)[]) => [...new Set(values.filter((one) => one !== undefined))];
  const { phase, since } = phaseOf(view, parties, presences);
  return {
    id: view.id,
    state: view.state,
    phase,
    since,
    startTime: view.startTime,
    lastNews: view.lastNews,
    media: distinct(parties.map(({ communication }) => communication.mediaType)),
    queueIds: distinct(parties.map(({ communication }) => communication.queueId)),
    userIds: distinct(view.participants.map(({ userId }) => userId)),
    overdue: view.deadlines.filter(({ status }) => status === "overdue").length,
    mayLack: view.gaps !== undefined,
  };
}

function phaseOf(
  view: ConversationRecord,
  parties: readonly Party[],
  presences: readonly Presence[],
): { phase: string; since: string } {
  for (const [activity, phase] of FOREMOST) {
    const found = presences.find((presence) => presence.activity === activity);
    if (found !== undefined) return { phase, since: found.since };
  }
  const open = parties.findLast(({ communication }) => communication.state !== "ended");
  if (open === undefined || view.state === "swept") return { phase: view.state, since: view.lastNews };
  const { state, since } = open.communication;
  return { phase: state === "connected" ? (open.participant.purpose ?? state) : state, since };
}

/** The promises of a conversation that are broken now. */
export function breachesOf(view: ConversationRecord, parties: readonly Party[]): BreachRow[] {
  const overdue = view.deadlines.filter(({ status }) => status === "overdue");
  return overdue.map(({ id, kind, dueAt }) => {
    const { participant, communication } = partyOfDeadline(view, parties, id) ?? {};
    return {
      id,
      kind,
      conversationId: view.id,
      participantId: participant?.participantId ?? null,
      purpose: participant?.purpose ?? null,
      userId: participant?.userId ?? null,
      queueId: communication?.queueId ?? queueOf(parties) ?? null,
      mediaType: communication?.mediaType ?? null,
      dueAt,
    };
  });
}

function queueOf(parties: readonly Party[]): string | undefined {
  return parties.findLast(({ communication }) => communication.queueId !== undefined)?.communication.queueId;
}

/** The callbacks of a conversation that are owed, or were tried and are not over. */
export function callbacksOf(
  view: ConversationRecord,
  parties: readonly Party[],
  look: CallingLook = () => undefined,
): CallbackRow[] {
  return parties.flatMap((party) => {
    const { participant, communication } = party;
    const { callback } = communication;
    if (callback === undefined || communication.state === "ended") return [];
    const own = view.deadlines.filter(({ id }) => partyOfDeadline(view, parties, id) === party);
    const standing = own.findLast(
      ({ kind, dueAt }) => kind === "callbackDue" && dueAt === callback.scheduledTimes.at(-1),
    );
    const queueId = communication.queueId ?? queueOf(parties);
    const isOpen = standing !== undefined && OPEN.has(standing.status);
    const place = isOpen
      ? look({ dueAt: Date.parse(standing.dueAt), queueId, calleeZones: callback.calleeZones })
      : undefined;
    const owner = parties.findLast((other) => isStaff(other) && other.communication.mediaType === "callback");
    return [
      {
        id: `${view.id}/${participant.participantId}`,
        conversationId: view.id,
        customer: participant.participantId.slice(-4),
        queueId: queueId ?? null,
        state: callback.state,
        dueAt: callback.scheduledTimes.at(-1) ?? null,
        promises: callback.scheduledTimes.length,
        attempts: callback.attempts.length,
        lastAttemptAt: callback.attempts.at(-1) ?? null,
        owner: owner?.participant.userId ?? null,
        ownerUntil: own.find(({ kind }) => kind === "callbackOwner")?.dueAt ?? null,
        status: standing?.status ?? null,
        window: place?.window ?? null,
        windowCloses: dated(place?.closesAt),
        warnFrom: dated(place?.warnAt),
      },
    ];
  });
}

/** A promise that was neither tried nor withdrawn. */
const OPEN: ReadonlySet<string> = new Set(["pending", "dueSoon", "overdue"]);

function dated(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
