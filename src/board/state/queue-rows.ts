import { levelOf, platformFormula } from "../../answers/service-levels";
import type { BoardTotals } from "../../models/board";
import type { RangeCounts } from "../../models/board-range";
import type { CallbackRow, ConversationRow, QueueRow } from "../../models/board-rows";
import { formatInstant } from "../../models/instant";
import type { Activity, Presence } from "./presence";
import { addSums, emptySums, shareOf, type WaitSums } from "./window";

/** What goes on in a queue now. */
interface Now {
  readonly counts: Record<Activity, number>;
  longestWaitSince: string | null;
  callbacksDue: number;
  callbacksOverdue: number;
  lastNews: string;
  /** Whether records may be missing of a conversation that goes on in it. */
  mayLack: boolean;
}

/** Counts what goes on, queue by queue and in all. */
export class QueueCount {
  /** By id; null has what has no queue. */
  private readonly queues = new Map<string | null, Now>();
  private readonly all = emptyNow();
  private open = 0;

  /** Adds an open conversation. */
  add(presences: readonly Presence[], { queueIds, lastNews, mayLack }: ConversationRow): void {
    this.open += 1;
    for (const queueId of queueIds) {
      this.hear(queueId, lastNews);
      if (mayLack) this.at(queueId).mayLack = true;
    }
    for (const presence of presences) {
      countPresence(this.all, presence);
      const now = this.at(presence.queueId ?? null);
      countPresence(now, presence);
      if (lastNews > now.lastNews) now.lastNews = lastNews;
    }
  }

  /** Notes that there was news of a queue. */
  hear(queueId: string, lastNews: string): void {
    const now = this.at(queueId);
    if (lastNews > now.lastNews) now.lastNews = lastNews;
  }

  addCallback({ queueId, dueAt, attempts, status }: CallbackRow, asOf: number, lastNews: string): void {
    const hasPassed = dueAt !== null && Date.parse(dueAt) <= asOf;
    const isDue = hasPassed && attempts === 0;
    const its = this.at(queueId);
    if (lastNews > its.lastNews) its.lastNews = lastNews;
    for (const now of [this.all, its]) {
      if (isDue) now.callbacksDue += 1;
      if (hasPassed && status === "overdue") now.callbacksOverdue += 1;
    }
  }

  /** `hasGap`: a gap in the data lies in the window, so that any wait may be missing. */
  rows(sums: ReadonlyMap<string, WaitSums>, hasGap: boolean): QueueRow[] {
    const ids = new Set([...this.queues.keys(), ...sums.keys()]);
    const byId = [...ids].filter((queueId) => queueId !== null).sort();
    const rest = ids.has(null) ? [null] : [];
    return [...byId, ...rest].map((queueId) =>
      rowOf(queueId, this.at(queueId), (queueId === null ? undefined : sums.get(queueId)) ?? emptySums(), hasGap),
    );
  }

  totals(sums: Iterable<WaitSums>, breaches: number, callbacks: number): BoardTotals {
    const { counts, longestWaitSince, callbacksOverdue } = this.all;
    const all = [...sums].reduce(addSums, emptySums());
    const { offered, answered, abandoned } = all;
    const { answerRate: _answerRate, ...rates } = ratesOf(all);
    const { waiting, inProgress, onHold, afterCallWork } = counts;
    const now = { open: this.open, waiting, longestWaitSince, inProgress, onHold, afterCallWork };
    return { ...now, offered, answered, abandoned, ...rates, breaches, callbacks, callbacksOverdue };
  }

  private at(queueId: string | null): Now {
    const known = this.queues.get(queueId);
    if (known !== undefined) return known;
    const created = emptyNow();
    this.queues.set(queueId, created);
    return created;
  }
}

function emptyNow(): Now {
  const counts = { waiting: 0, alerting: 0, inProgress: 0, onHold: 0, afterCallWork: 0 };
  return { counts, longestWaitSince: null, callbacksDue: 0, callbacksOverdue: 0, lastNews: "", mayLack: false };
}

function countPresence(now: Now, { activity, since }: Presence): void {
  now.counts[activity] += 1;
  if (activity !== "waiting") return;
  if (now.longestWaitSince === null || since < now.longestWaitSince) now.longestWaitSince = since;
}

function rowOf(queueId: string | null, now: Now, sums: WaitSums, hasGap: boolean): QueueRow {
  const { counts, longestWaitSince, callbacksDue, callbacksOverdue, lastNews, mayLack } = now;
  return {
    queueId,
    ...counts,
    longestWaitSince,
    ...countsOf(sums, hasGap || mayLack),
    callbacksDue,
    callbacksOverdue,
    lastNews: lastNews === "" ? formatInstant(0) : lastNews,
  };
}

/** The board's service level: answered in target, of all that were answered or abandoned, but for short abandons. */
const BOARD_FORMULA = platformFormula("board", { excludeShortAbandons: true });

/** What sums come to, with their quotients; `mayLack`: whether more than their own waits may lack records. */
export function countsOf(sums: WaitSums, mayLack: boolean): RangeCounts {
  const { offered, answered, abandoned, shortAbandoned } = sums;
  const averageAnswerMs = shareOf(sums.answerMs, answered);
  return {
    offered,
    answered,
    abandoned,
    shortAbandoned,
    ...ratesOf(sums),
    averageAnswerMs,
    mayLack: mayLack || sums.lacking > 0,
  };
}

/** The quotients over a window; null where nothing was there to divide by. */
function ratesOf({
  answered,
  abandoned,
  levels,
}: WaitSums): Pick<QueueRow, "serviceLevel" | "answeredInTarget" | "judged" | "answerRate" | "abandonRate"> {
  const { value: serviceLevel, numerator: answeredInTarget, denominator: judged } = levelOf(BOARD_FORMULA, levels);
  return {
    serviceLevel,
    answeredInTarget,
    judged,
    answerRate: shareOf(answered, answered + abandoned),
    abandonRate: shareOf(abandoned, answered + abandoned),
  };
}
