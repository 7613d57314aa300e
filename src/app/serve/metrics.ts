import { Counter, Gauge, Histogram, Registry, type Aggregator } from "prom-client";

import type { Stage } from "../../consumers/live/fold/fold-options";
import { TROUBLE_KINDS, type TroubleKind } from "../../consumers/live/task/troubles";
import type { WorkerStatus } from "../../consumers/live/worker/worker-status";
import type { DeadlineRecord } from "../../models/deadline";
import { FAULT_STAGES, type Fault } from "../../models/fault";
import type { MeasurementRecord } from "../../models/measurement";
import { REJECTION_REASONS, type Rejection } from "../../models/rejection";
import type { RecordOutcome } from "../../engine/ports";
import { MeasuredTimes } from "./measured-times";
import { watchOddConversations } from "./odd-conversations";
import { watchPartitions } from "./partition-gauges";
import { watchProcess, watchThread } from "./process-metrics";

const BATCH_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

/** What a service counts of itself, for Prometheus. Labels are from closed lists; the queues of times are bounded. */
export class ServiceMetrics {
  readonly registry = new Registry();
  private readonly records = new Counter({
    name: "convofold_records_total",
    help: "Records of the input, by what became of them.",
    labelNames: ["result"],
    registers: [this.registry],
  });
  private readonly rejections = new Counter({
    name: "convofold_rejections_total",
    help: "Records, or participants of them, that were not folded, by reason.",
    labelNames: ["reason"],
    registers: [this.registry],
  });
  private readonly faults = new Counter({
    name: "convofold_faults_total",
    help: "Faults of convofold itself, by what was being done: decode, record, time, view.",
    labelNames: ["stage"],
    registers: [this.registry],
  });
  private readonly behind = new Histogram({
    name: "convofold_record_lateness_seconds",
    help: "How far records lay behind the newest of their partition, of those that did.",
    buckets: [0.1, 1, 10, 60, 600, 3600, 21_600, 86_400, 604_800],
    registers: [this.registry],
  });
  private readonly transactions = new Histogram({
    name: "convofold_transaction_duration_seconds",
    help: "How long transactions took, by outcome.",
    labelNames: ["outcome"],
    buckets: BATCH_SECONDS,
    registers: [this.registry],
  });
  private readonly stages = new Histogram({
    name: "convofold_stage_duration_seconds",
    help: "What the time of batches goes into: decoding, folding, writing.",
    labelNames: ["stage"],
    buckets: BATCH_SECONDS,
    registers: [this.registry],
  });
  private readonly delays = new Histogram({
    name: "convofold_processing_delay_seconds",
    help: "From a batch's first record's own timestamp until what it came to was committed.",
    buckets: [...BATCH_SECONDS, 60, 300, 3600],
    registers: [this.registry],
  });
  private readonly restores = new Histogram({
    name: "convofold_restore_duration_seconds",
    help: "How long it took to restore a partition.",
    buckets: [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120],
    registers: [this.registry],
  });
  private readonly restoredBytes = new Counter({
    name: "convofold_restored_bytes_total",
    help: "Bytes of state read to restore partitions.",
    registers: [this.registry],
  });
  private readonly rebalances = new Counter({
    name: "convofold_rebalances_total",
    help: "How often the group gave this worker partitions.",
    registers: [this.registry],
  });

  private readonly reopenings = new Counter({
    name: "convofold_reopenings_total",
    help: "How often a partition failed and was opened again, by why: fenced, refused, cluster, input, internal.",
    labelNames: ["kind"],
    registers: [this.registry],
  });
  private readonly deadlines = new Counter({
    name: "convofold_deadlines_total",
    help: "Deadlines, by kind and status, as they were emitted.",
    labelNames: ["kind", "status"],
    registers: [this.registry],
  });
  private readonly times: MeasuredTimes;

  /** `thresholds`: the spans of the policy in seconds; each is a bucket, so that a service level is an exact quotient. `thread`: the number of the thread that it is of; undefined where it is of the whole process. */
  constructor(thresholds: readonly number[], thread?: number) {
    // Counted from 0, so that whoever watches them sees the first one as a rise.
    for (const stage of FAULT_STAGES) this.faults.inc({ stage }, 0);
    for (const reason of REJECTION_REASONS) this.rejections.inc({ reason }, 0);
    for (const kind of TROUBLE_KINDS) this.reopenings.inc({ kind }, 0);
    this.times = new MeasuredTimes(this.registry, thresholds);
    if (thread === undefined) watchProcess(this.registry);
    else watchThread(this.registry, String(thread));
  }

  /** Adds what a worker is when it is asked. */
  watch(status: () => WorkerStatus): void {
    const gauge = (
      name: string,
      help: string,
      collect: (gauge: Gauge) => void,
      labelNames: string[] = [],
      aggregator: Aggregator = "sum",
    ) =>
      new Gauge({
        name,
        help,
        labelNames,
        aggregator,
        registers: [this.registry],
        collect() {
          collect(this);
        },
      });
    gauge("convofold_open_conversations", "Conversations in memory.", (one) => one.set(status().openConversations));
    watchOddConversations(gauge, status);
    const streamTime = (one: Gauge) => one.set((status().streamTime ?? 0) / 1000);
    gauge("convofold_stream_time_seconds", "The latest instant of the records, in Unix time.", streamTime, [], "max");
    const ready = (one: Gauge) => one.set(status().isReady ? 1 : 0);
    gauge("convofold_ready", "1 while all partitions of this worker are restored.", ready, [], "min");
    gauge("convofold_restoring_partitions", "Partitions that are being restored.", (one) =>
      one.set(status().restoring),
    );
    gauge("convofold_state_bytes", "Bytes of the packed records in memory.", (one) => one.set(status().stateBytes));
    watchPartitions(gauge, status);
  }

  readonly record = (outcome: RecordOutcome, count = 1): void => this.records.inc({ result: outcome }, count);

  readonly rejected = ({ reason }: Rejection): void => this.rejections.inc({ reason });

  readonly fault = ({ stage }: Fault): void => this.faults.inc({ stage });

  readonly cameBehind = (ms: number): void => this.behind.observe(ms / 1000);

  /** A number that was emitted for the first time. */
  readonly measured = (record: MeasurementRecord): void => this.times.measured(record);

  /** A number that was emitted before, and is now another one or none. */
  readonly corrected = (record: MeasurementRecord): void => this.times.corrected(record);

  readonly deadline = ({ kind, status }: DeadlineRecord): void => {
    if (status !== undefined) this.deadlines.inc({ kind, status });
  };

  readonly transaction = (outcome: "committed" | "failed", ms: number): void =>
    this.transactions.observe({ outcome }, ms / 1000);

  readonly stage = (stage: Stage, ms: number): void => this.stages.observe({ stage }, ms / 1000);

  readonly processed = (delayMs: number): void => this.delays.observe(Math.max(0, delayMs) / 1000);

  readonly restored = (ms: number, bytes: number): void => {
    this.restores.observe(ms / 1000);
    this.restoredBytes.inc(bytes);
  };

  readonly reopened = (kind: TroubleKind): void => this.reopenings.inc({ kind });

  readonly rebalanced = (): void => this.rebalances.inc();

  /** All of it in Prometheus's text form. */
  async text(): Promise<MetricsText> {
    return textOf(this.registry);
  }
}

/** Metrics in Prometheus's text form, and what that form is called. */
export interface MetricsText {
  readonly type: string;
  readonly body: string;
}

/** All metrics of a registry in Prometheus's text form. */
export async function textOf(registry: Registry): Promise<MetricsText> {
  return { type: registry.contentType, body: await registry.metrics() };
}
