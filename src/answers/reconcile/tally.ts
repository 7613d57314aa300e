import { compareText } from "../../models/position";
import type { PairStatus } from "./pairs";

/** How many numbers of a metric, a queue and a day compare how, and what they come to. */
export interface TallyRow {
  /** The local day, such as 2026-03-02. */
  readonly day: string;
  readonly queue: string | null;
  readonly metric: string;
  readonly counts: Readonly<Record<PairStatus, number>>;
  /** What our numbers come to, in ms or as a count; the platform's beside. */
  readonly ours: number;
  readonly platform: number;
}

/** What a row takes in of one number. */
export interface Tallied {
  readonly day: string;
  readonly queue: string | null;
  readonly metric: string;
  readonly status: PairStatus;
  readonly ours: number;
  readonly platform: number;
}

type Draft = { -readonly [Field in keyof TallyRow]: TallyRow[Field] } & { counts: Record<PairStatus, number> };

/** Counts of nothing. */
export function noCounts(): Record<PairStatus, number> {
  return { matched: 0, withinTolerance: 0, different: 0, missing: 0, extra: 0 };
}

/** Adds numbers up by metric, queue and day. */
export class Tally {
  private readonly drafts = new Map<string, Draft>();

  add({ day, queue, metric, status, ours, platform }: Tallied): void {
    const key = JSON.stringify([day, queue, metric]);
    let draft = this.drafts.get(key);
    if (draft === undefined) {
      draft = { day, queue, metric, counts: noCounts(), ours: 0, platform: 0 };
      this.drafts.set(key, draft);
    }
    draft.counts[status] += 1;
    draft.ours += ours;
    draft.platform += platform;
  }

  /** By day, queue and metric. */
  rows(): TallyRow[] {
    const keyOf = ({ day, queue, metric }: TallyRow) => [day, queue ?? "\uffff", metric].join("\u0000");
    return [...this.drafts.values()].sort((left, right) => compareText(keyOf(left), keyOf(right)));
  }
}

/** Rows of one metric added up, by its name. */
export function byMetric(rows: readonly TallyRow[]): TallyRow[] {
  const tally = new Map<string, Draft>();
  for (const { metric, counts, ours, platform } of rows) {
    const draft = tally.get(metric) ?? { day: "", queue: null, metric, counts: noCounts(), ours: 0, platform: 0 };
    tally.set(metric, draft);
    for (const status of Object.keys(counts) as PairStatus[]) draft.counts[status] += counts[status];
    draft.ours += ours;
    draft.platform += platform;
  }
  return [...tally.values()].sort((left, right) => compareText(left.metric, right.metric));
}
