import { isObject, type Json } from "../support/mutations";

/** Stands in every personal field of a mutant. It may be nowhere in what comes out. */
export const CANARY = "zqcanary Jane Roe tel:+15550123";

const PATTERN = /zqcanary|jane ?roe|15550123/i;

/** What each participant and communication gets: names, numbers, addresses, notes and what customers give. */
const ADDED: Record<string, Json> = {
  name: CANARY,
  address: CANARY,
  email: CANARY,
  attributes: { [CANARY]: CANARY, list: [CANARY] },
  self: { name: CANARY, nameRaw: CANARY, addressRaw: CANARY },
  journeyContext: { customer: { id: CANARY } },
};
/** Fields that only some media have are filled where they stand, so that they make no other medium of anything. */
const REPLACED: ReadonlyMap<string, Json> = new Map<string, Json>([
  ...["ani", "dnis", "callbackusername"].map((name): [string, Json] => [name, CANARY]),
  ["callbacknumbers", [CANARY, CANARY]],
]);
/** Objects of which the words are a person's, too. */
const WORDY = new Set(["user", "queue", "wrapup", "errorinfo", "dialerpreview", "outboundpreview", "voicemail"]);

const plain = (name: string) => name.replaceAll("_", "").toLowerCase();

/** A document in which all that is personal is the canary. */
export function fillPersonal(value: Json, name = ""): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((element) => fillPersonal(element, `${name}[]`));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => [
    key,
    REPLACED.get(plain(key)) ?? fillPersonal(inner, key),
  ]);
  if (isPerson(name, value)) return { ...Object.fromEntries(entries), ...ADDED };
  if (!WORDY.has(plain(name))) return Object.fromEntries(entries);
  return { ...Object.fromEntries(entries), name: CANARY, notes: CANARY, message: CANARY, details: CANARY };
}

/** Elements of lists that have an id, whatever is called a participant, and the body of an event of one. */
function isPerson(name: string, value: Record<string, Json>): boolean {
  if (name.endsWith("[]")) return ["id", "_id", "Id", "participantId"].some((key) => key in value);
  return plain(name) === "participant" || (name === "eventBody" && "participantId" in value);
}

/** Whether a text has the canary in it, also in capitals or as UTF-16. */
export function hasCanary(text: string): boolean {
  return PATTERN.test(text) || (text.includes("\\u0000") && PATTERN.test(text.replaceAll("\\u0000", "")));
}
