import { Counter, Histogram, type Registry } from "prom-client";

import type { MeasurementRecord } from "../../models/measurement";

/** So many pairs of queue and medium have labels of their own; those that come later share `other`. */
export const PAIRS_MAX = 100;
const QUEUE_LENGTH_MAX = 64;

const USUAL_SECONDS = [1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 3600];
const CALLBACK_SECONDS = [0, 60, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];

/** The measurements that are shown as histograms. */
const TIMES = [
  ["tHeld", "convofold_hold_seconds", "Holds."],
  ["tAcw", "convofold_after_call_work_seconds", "After-call work."],
  ["tAlert", "convofold_alerting_seconds", "Alerts."],
  ["tWait", "convofold_wait_seconds", "Waits in a queue, whatever their outcome."],
  ["tAnswered", "convofold_answer_seconds", "Waits in a queue that an agent ended."],
  ["tHandle", "convofold_handle_seconds", "Handle times."],
  ["tCallbackLate", "convofold_callback_lateness_seconds", "How late callbacks were tried; one in time is 0."],
] as const;

/** The queue and the medium that a number counts under. */
interface Labels {
  readonly queue: string;
  readonly media: string;
}

/**
 * Histograms of the times of communications, by queue and medium, and how often numbers were corrected. A number counts
 * once, as it was first emitted: what is in a histogram cannot be taken out again.
 */
export class MeasuredTimes {
  private readonly histograms: ReadonlyMap<string, Histogram<keyof Labels>>;
  private readonly corrections: Counter<"kind" | "measurement">;
  private readonly pairs = new Set<string>();

  /** `thresholds`: the spans of the policy in seconds; each is a bucket, so that a service level is an exact quotient. */
  constructor(registry: Registry, thresholds: readonly number[]) {
    const registers = [registry];
    const usual = [...new Set([...USUAL_SECONDS, ...thresholds])].sort((one, other) => one - other);
    this.histograms = new Map(
      TIMES.map(([measurement, name, what]) => {
        const buckets = measurement === "tCallbackLate" ? CALLBACK_SECONDS : usual;
        const help = `${what} Each counts once, as it was first emitted.`;
        return [measurement, new Histogram({ name, help, labelNames: ["queue", "media"], buckets, registers })];
      }),
    );
    this.corrections = new Counter({
      name: "convofold_measurement_corrections_total",
      help: "Numbers that were emitted again with other contents (changed) or taken back (retracted).",
      labelNames: ["kind", "measurement"],
      registers,
    });
    for (const [measurement] of TIMES)
      for (const kind of ["changed", "retracted"]) this.corrections.inc({ kind, measurement }, 0);
  }

  /** A number that was emitted for the first time. */
  readonly measured = (record: MeasurementRecord): void => {
    const { name, value } = record;
    if (value !== undefined) this.histograms.get(name)?.observe(this.labelsOf(record), value / 1000);
  };

  /** A number that was emitted before, and is now another one or none. */
  readonly corrected = ({ name, retracted }: MeasurementRecord): void =>
    this.corrections.inc({ kind: retracted === true ? "retracted" : "changed", measurement: name });

  private labelsOf({ queueId: queue = "none", mediaType: media = "unknown" }: MeasurementRecord): Labels {
    const pair = `${queue} ${media}`;
    if (queue === "none" || this.pairs.has(pair)) return { queue, media };
    if (this.pairs.size >= PAIRS_MAX || queue.length > QUEUE_LENGTH_MAX) return { queue: "other", media };
    this.pairs.add(pair);
    return { queue, media };
  }
}
