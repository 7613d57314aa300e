import { FETCH_BY_CAUSE, type CauseName } from "./causes";
import type { Difference } from "./difference";

/** What is to be fetched again, and why. `records`: into the log; `export`: into the export. */
export interface FetchAgain {
  readonly what: "records" | "export";
  readonly conversationId: string;
  readonly causes: readonly CauseName[];
}

/** The conversations of which something is to be fetched again, in the order of their first difference. */
export function fetchAgain(differences: readonly Difference[]): FetchAgain[] {
  const wanted = new Map<string, FetchAgain>();
  for (const { conversationId, cause } of differences) {
    const what = cause === null ? undefined : FETCH_BY_CAUSE[cause];
    if (cause === null || what === undefined || conversationId === null) continue;
    const key = `${what} ${conversationId}`;
    const causes = new Set([...(wanted.get(key)?.causes ?? []), cause]);
    wanted.set(key, { what, conversationId, causes: [...causes] });
  }
  return [...wanted.values()];
}
