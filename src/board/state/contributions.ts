import type { QueueOutcome } from "../../models/timeline";
import type { ConversationRecord } from "../../models/view";
import { partyOfDeadline, type Party } from "./parties";

/** How a wait in a queue ended: what counts for the numbers of its queue over the window. */
export interface WaitOutcome {
  readonly queueId: string;
  readonly at: number;
  readonly waitMs: number;
  readonly outcome: Exclude<QueueOutcome, "waiting">;
  readonly isShort: boolean;
  /** Whether it was answered, or left the queue, within the target; undefined where there is none. */
  readonly isInTarget: boolean | undefined;
  /** Whether records of its conversation may be missing. */
  readonly mayLack: boolean;
}

/** The waits of a conversation that are over. `shortAbandonMs` by queue and medium, as the policy says. */
export function waitOutcomes(
  view: ConversationRecord,
  parties: readonly Party[],
  shortAbandonMs: (queueId: string, mediaType: string) => number | undefined,
): WaitOutcome[] {
  const waits = parties.filter(({ communication }) => isOver(communication.queueOutcome));
  if (waits.length === 0) return [];
  const kept = answerDeadlines(view, parties);
  return waits.flatMap((party) => {
    const { queueId, connectedTime, endTime, queueOutcome, mediaType } = party.communication;
    if (queueId === undefined || connectedTime === undefined || endTime === undefined) return [];
    const waitMs = Math.max(0, Date.parse(endTime) - Date.parse(connectedTime));
    return [
      {
        queueId,
        at: Date.parse(endTime),
        waitMs,
        outcome: queueOutcome as WaitOutcome["outcome"],
        isShort: queueOutcome === "abandoned" && waitMs < (shortAbandonMs(queueId, mediaType) ?? 0),
        isInTarget: kept.get(party),
        mayLack: view.gaps !== undefined,
      },
    ];
  });
}

function isOver(outcome: string | undefined): boolean {
  return outcome !== undefined && outcome !== "waiting";
}

/** The waits that have a target, and whether it was kept, or had not passed when they left the queue. */
function answerDeadlines(view: ConversationRecord, parties: readonly Party[]): Map<Party, boolean> {
  const kept = new Map<Party, boolean>();
  for (const { id, kind, status } of view.deadlines) {
    if (kind !== "answer") continue;
    const party = partyOfDeadline(view, parties, id);
    if (party !== undefined) kept.set(party, status === "met" || status === "cancelled");
  }
  return kept;
}
