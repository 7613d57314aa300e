import type { PolicyDocument } from "../../src/app/policy";
import { finalOf, foldDocuments, type RunSettings, type Emitted } from "./run";

/** A JSON object of the platform. */
export type Json = Readonly<Record<string, unknown>>;

/** The instant of a time of day, as the platform writes it: `t("09:00:05.250")`. A day may stand before: `t("3 09:00:00")`. */
export function t(clock: string): string {
  const [day, time] = clock.includes(" ") ? clock.split(" ") : ["2", clock];
  const [whole, fraction = "000"] = (time ?? "").split(".");
  return `2026-03-${String(day).padStart(2, "0")}T${String(whole)}.${fraction}Z`;
}

/** The conversation of every story. */
export const CONVERSATION = "conv";

/** A record of a per-media topic: flat participants, as seen at a time of day. */
export const flat = (clock: string, medium: string, ...participants: readonly Json[]): Json => ({
  timestamp: Date.parse(t(clock)),
  value: {
    topicName: `v2.users.u1.conversations.${medium}`,
    version: "2",
    eventBody: { id: CONVERSATION, participants },
  },
});

/** Calls, as seen at a time of day. */
export const calls = (clock: string, ...participants: readonly Json[]): Json => flat(clock, "calls", ...participants);

/** A record of the whole-conversation topic, as seen at a time of day. */
export const whole = (clock: string, ...participants: readonly Json[]): Json => ({
  timestamp: Date.parse(t(clock)),
  value: { topicName: "v2.users.u1.conversations", version: "2", eventBody: { id: CONVERSATION, participants } },
});

/** A detail event; its instant is its own. */
export const event = (clock: string, kind: string, body: Json): Json => ({
  timestamp: Date.parse(t(clock)) + 60,
  value: {
    topicName: `v2.detail.events.conversation.${CONVERSATION}.${kind}`,
    eventBody: {
      eventTime: Date.parse(t(clock)),
      conversationId: CONVERSATION,
      participantId: "p",
      sessionId: "s",
      mediaType: "VOICE",
      ...body,
    },
  },
});

/** An agent on a call: give what differs. */
export const agent = (more: Json): Json => ({ id: "agent", purpose: "agent", ...more });
export const customer = (more: Json): Json => ({ id: "customer", purpose: "customer", ...more });
export const queue = (more: Json): Json => ({ id: "acd", purpose: "acd", queue: { id: "q1" }, ...more });

/** A number as a story states it: `ms`, and the time of day at which it became final. */
export interface Stated {
  readonly value: number;
  readonly at: string;
}

/** The final numbers of a name, by emission. */
export function measured(emitted: Emitted, name: string): Stated[] {
  return finalOf(emitted.measurements)
    .filter((record) => record.name === name)
    .map(({ value = NaN, emitDate = "" }) => ({ value, at: emitDate }))
    .sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : left.value - right.value));
}

/** The origins of the final numbers of a name. */
export function origins(emitted: Emitted, name: string): (string | undefined)[] {
  return finalOf(emitted.measurements)
    .filter((record) => record.name === name)
    .map(({ origin }) => origin);
}

/** A number that a story expects. */
export const ms = (value: number, clock: string): Stated => ({ value, at: t(clock) });
export const seconds = (value: number, clock: string): Stated => ms(value * 1000, clock);

/** What the second runs of stories went through, all together. */
export const exercised = { stories: 0, sealed: 0, evicted: 0 };

/**
 * Folds the records of a story. Where they come in order, the story is told a second time with a lateness of one minute,
 * in one partition with records of much later behind it, which confirm each other; it must come to the same numbers.
 */
export function fold(records: readonly Json[], settings: RunSettings = {}): Emitted {
  const emitted = foldDocuments(records, settings);
  const instants = records.map(({ timestamp }) => (typeof timestamp === "number" ? timestamp : NaN));
  const isInOrder = instants.every((at, index) => index === 0 || at >= (instants[index - 1] ?? 0));
  if (!isInOrder || settings.latenessMs !== undefined || settings.until !== undefined) return emitted;
  const muchLater = {
    ...calls("2 09:00:00", { id: "x", purpose: "ivr" }),
    timestamp: Math.max(...instants) + 200 * 86_400_000,
  };
  const elsewhere = (conversationId: string) => ({
    ...muchLater,
    value: { conversationId, mediaType: "call", participant: { id: "x", state: "connected" } },
  });
  const onePartition = [...records, elsewhere("elsewhere"), elsewhere("yonder")].map((record) => ({
    ...record,
    partition: 0,
  }));
  const again = foldDocuments(onePartition, { ...settings, latenessMs: 60_000 });
  // What is first seen long after its end has no numbers by so short a lateness.
  if (again.counts.longEndedConversations > 0) return emitted;
  exercised.stories += 1;
  exercised.sealed += again.counts.sealedObservations;
  exercised.evicted += again.counts.evictedConversations;
  expect(numbersOf(again)).toEqual(numbersOf(emitted));
  return emitted;
}

function numbersOf(emitted: Emitted): unknown {
  return finalOf(emitted.measurements).map(({ id, name, value, emitDate, origin }) => ({
    id,
    name,
    value,
    emitDate,
    origin,
  }));
}

/** A policy that sets some limits for all, in ms. */
export const limits = (defaults: PolicyDocument["defaults"]): PolicyDocument => ({
  run: {},
  defaults,
  media: {},
  queues: {},
});

/** The last status of each deadline of a kind that was emitted. */
export function statuses(emitted: Emitted, kind: string): (string | undefined)[] {
  return finalOf(emitted.deadlines)
    .filter((record) => record.kind === kind)
    .map(({ status }) => status);
}
