import type { Facts } from "../models/facts";
import { NO_FACTS } from "../models/generated/fact-values";
import type { Fault } from "./fault";
import { readFacts } from "./read-facts";
import { pick, type JsonObject } from "./spellings";

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

/**
 * Reads what a session of an analytics detail says itself: whom its agent supervised, what was promised to its customer, and
 * whether after-call work was skipped. None of these fields has an instant that is not planned, or values that may be unknown.
 */
export function readSession(session: JsonObject): { readonly facts: Facts } | Fault {
  const said: Record<string, unknown> = {};
  for (const name of FIELDS) {
    const value = pick(session, name);
    if (value !== undefined) said[name] = value;
  }
  if (pick(session, "acwSkipped") === true) said["wrapupSkipped"] = true;
  if (Object.keys(said).length === 0) return { facts: NO_FACTS };
  const { facts, fault } = readFacts(said);
  return fault ?? { facts };
}
