import type { ConversationRecord } from "./view";

/** A number over a whole log, and by which rule it is counted. */
export interface ReportTotal {
  readonly name: string;
  readonly rule: string;
  readonly count: number;
}

/** How often values of a range occurred; `until` is left out of the range, and undefined for the last. */
export interface DistributionBin {
  readonly fromMs: number;
  readonly untilMs: number | undefined;
  readonly count: number;
}

/** How long something took, over a whole log. */
export interface Distribution {
  /** A measurement. */
  readonly name: string;
  readonly meaning: string;
  readonly count: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly bins: readonly DistributionBin[];
}

/** How much came in a span of time. */
export interface VolumeBin {
  readonly fromAt: number;
  readonly conversations: number;
}

/** What became of the promises of a kind. */
export interface PromiseOutcome {
  readonly kind: string;
  readonly counts: Readonly<Record<string, number>>;
}

/** A conversation that took long. `handleMs`: the sum of `tHandle` of all who worked in it. */
export interface SlowConversation {
  readonly handleMs: number;
  readonly view: ConversationRecord;
}

/** What happened in a log, for a report. No name, number or attribute of a person is in it. */
export interface LogReport {
  readonly asOf: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly totals: readonly ReportTotal[];
  readonly volumeMs: number;
  readonly volumes: readonly VolumeBin[];
  readonly distributions: readonly Distribution[];
  readonly promises: readonly PromiseOutcome[];
  readonly rejections: Readonly<Record<string, number>>;
  readonly damagedFiles: readonly { readonly file: string; readonly problem: string }[];
  readonly slowest: readonly SlowConversation[];
}
