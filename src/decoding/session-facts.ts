import type { Instant } from "../models/instant";
import type { Fault } from "./fault";
import { readFacts } from "./read-facts";
import { pick, type JsonObject } from "./spellings";

/** What a session of an analytics detail says itself, under the names that participants use. */
export interface SessionReading {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly latest: Instant | undefined;
}

/** Fields of a session that participants have under the same name. Its others mean something else there, or are not folded. */
const FIELDS = [
  "monitoredParticipantId",
  "coachedParticipantId",
  "bargedParticipantId",
  "callbackScheduledTime",
  "callbackNumbers",
  "timeoutSeconds",
  "skipEnabled",
] as const;

const NOTHING: SessionReading = { facts: {}, latest: undefined };

/** Reads whom a session's agent supervised, what was promised to its customer, and whether after-call work was skipped. */
export function readSession(session: JsonObject): SessionReading | Fault {
  const said: Record<string, unknown> = {};
  for (const name of FIELDS) {
    const value = pick(session, name);
    if (value !== undefined) said[name] = value;
  }
  if (pick(session, "acwSkipped") === true) said["wrapupSkipped"] = true;
  if (Object.keys(said).length === 0) return NOTHING;
  const { facts, fault, latest } = readFacts(said);
  return fault ?? { facts: { ...facts }, latest };
}
