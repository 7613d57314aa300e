import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import type { Decoded } from "../../src/models/decoded";
import type { Policy } from "../../src/models/policy";
import { decodeLines } from "../support/board";
import { finalTruth, type Emitted } from "../support/run";
import { simulatedLines } from "./seeds";

/** As-of at the end of every run: nothing that is owed is open by then, whatever mutants are dated. */
export const UNTIL = Date.UTC(2100, 0, 1) - 1;

/** Nothing is ever late, so that mutants may be dated as they like, many at once. */
const NEVER_LATE_MS = UNTIL;

/** How records are folded. `isUsual`: with the usual lateness. */
export function policyOf(isUsual: boolean): Policy {
  return compilePolicy(EMPTY_POLICY, isUsual ? {} : { lateness: NEVER_LATE_MS });
}

/** The good records among which mutants lie, in every shape. */
export const GOOD: readonly Decoded[] = decodeLines(simulatedLines({ seed: 4, conversations: 6, scenarios: "all" }));

const ids = new Set(GOOD.flatMap((decoded) => (decoded.kind === "observations" ? [decoded.conversationId] : [])));

/** Whether a conversation is one of the good ones. */
export function isGood(id: string): boolean {
  return ids.has(id);
}

/** What is final of the good conversations, as a text to be compared. */
export function finalsOf({ measurements, deadlines, conversations }: Omit<Emitted, "counts" | "outcomes">): string {
  const own = {
    measurements: measurements.filter(({ conversationId }) => isGood(conversationId)),
    deadlines: deadlines.filter(({ conversationId }) => isGood(conversationId)),
    // Whether a leap of time is confirmed depends on who else is there.
    conversations: conversations.filter(({ id }) => isGood(id)).map(({ timeSuspect: _, ...view }) => view),
  };
  return JSON.stringify(finalTruth({ ...own, rejections: [], anomalies: [], outcomes: [] } as unknown as Emitted));
}
