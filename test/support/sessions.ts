import { finalOf, finalTruth, foldDocuments, type Emitted } from "./run";
import { CONVERSATION, fold, t, whole, type Json } from "./story";

/** One agent participant that holds several sessions, one after the other or side by side. */

/** Media by the names of their arrays. */
export const MEDIA = ["messages", "calls", "callbacks", "chats", "emails"] as const;

/** A session as an array of its participant shows it. */
export const live = (id: string, since: string, more: Json = {}): Json => ({
  id,
  state: "connected",
  held: false,
  connectedTime: t(since),
  ...more,
});
/** The same, when it has ended. */
export const over = (id: string, since: string, until: string, more: Json = {}): Json => ({
  id,
  state: "disconnected",
  held: false,
  connectedTime: t(since),
  disconnectedTime: t(until),
  disconnectType: "client",
  ...more,
});

/** A record of a kind of document, as seen at a time of day. */
type Shape = (clock: string, ...participants: readonly Json[]) => Json;
/** The whole-conversation topic. */
export const topic: Shape = whole;
/** The body of a GET. */
export const rest: Shape = (clock, ...participants) => ({
  timestamp: Date.parse(t(clock)),
  value: { id: CONVERSATION, participants },
});
/** The same, as some clients spell it. */
const snake: Shape = (clock, ...participants) => ({
  timestamp: Date.parse(t(clock)),
  value: { id: CONVERSATION, participants: inSnakeCase(participants) },
});

function inSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  if (typeof value !== "object" || value === null) return value;
  const named = Object.entries(value).map(([name, inner]) => [
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    inSnakeCase(inner),
  ]);
  return Object.fromEntries(named) as Json;
}

/** Kinds of documents by name. */
export const SHAPES = { topic, rest, snake };
/** Every medium in every kind of document. */
export const variants = MEDIA.flatMap((medium) =>
  (Object.keys(SHAPES) as (keyof typeof SHAPES)[]).map((shape) => ({ medium, shape })),
);

/** What a number of a communication is filed under. */
export function filed(
  emitted: Emitted,
  name: string,
  dimension: "queueId" | "userId" | "direction" | "disconnectType" | "purpose",
) {
  return finalOf(emitted.measurements)
    .filter((record) => record.name === name)
    .map((record) => [record.communicationId, record[dimension]])
    .sort();
}

/** Folds a story, in order and turned around, which must come to the same. */
export function foldBothWays(records: readonly Json[]): Emitted {
  const emitted = fold(records);
  expect(finalTruth(foldDocuments([...records].reverse()))).toEqual(finalTruth(emitted));
  return emitted;
}
