import { flat, whole, type Json } from "./story";

/** A participant with one communication, as a story states it: in flat words, `endTime` among them. */
export type Party = Json & { readonly id: string; readonly purpose: string };

/** Puts parties, as seen at a time of day, into one record of a shape. */
export type Shape = (clock: string, ...parties: readonly Party[]) => Json;

const ON_THE_COMMUNICATION = ["state", "direction", "connectedTime", "disconnectType", "peerId", "held"];

/** Every medium, flat and nested, and a body as a GET returns it: a story must come to the same numbers in each. */
export const SHAPES: readonly (readonly [string, Shape])[] = [
  ...["calls", "callbacks", "chats", "emails", "messages"].flatMap((medium): (readonly [string, Shape])[] => [
    [`flat ${medium}`, (clock, ...parties) => flat(clock, medium, ...parties.map(flatten))],
    [`nested ${medium}`, (clock, ...parties) => whole(clock, ...parties.map((party) => nest(party, medium)))],
  ]),
  [
    "REST calls",
    (clock, ...parties) =>
      rest(
        clock,
        parties.map((party) => nest(party, "calls")),
      ),
  ],
];

function flatten({ queueId, userId, peerId, ...party }: Party): Json {
  return {
    ...party,
    ...(queueId !== undefined && { queue: { id: queueId } }),
    ...(userId !== undefined && { user: { id: userId } }),
    ...(peerId !== undefined && { peer: peerId }),
  };
}

function nest({ endTime, ...party }: Party, medium: string): Json {
  const entries = Object.entries(party);
  const communication = Object.fromEntries(entries.filter(([name]) => ON_THE_COMMUNICATION.includes(name)));
  const participant = Object.fromEntries(entries.filter(([name]) => !ON_THE_COMMUNICATION.includes(name)));
  const ended = endTime === undefined ? {} : { disconnectedTime: endTime };
  return { ...participant, [medium]: [{ id: `${party.id}-communication`, ...communication, ...ended }] };
}

function rest(clock: string, participants: readonly Json[]): Json {
  const record = whole(clock);
  const { eventBody } = record["value"] as { readonly eventBody: Json };
  return { ...record, value: { ...eventBody, participants, selfUri: "/api/v2/conversations/conv" } };
}
