import type { Registry } from "prom-client";

import { asAppError } from "../../consumers/kafka/client-errors";
import { createKafkaLog } from "../../consumers/kafka/kafka-log";
import type { Log } from "../../consumers/live/port/log";
import { createMessageDecoder } from "../../consumers/live/records/message-decoder";
import { PolicyChoice } from "../../consumers/live/policy/policy-choice";
import { inputName, nameTopics } from "../../consumers/live/port/topic-names";
import { Worker } from "../../consumers/live/worker/worker";
import { MEDIA_TYPES } from "../../models/media-type";
import type { Policy } from "../../models/policy";
import { SCHEMA_VERSION } from "../../models/schema-version";
import { SEMANTICS_VERSION } from "../../models/semantics-version";
import { keptPolicy } from "../effective-policy";
import { compilePolicy } from "../policy";
import { createFaultLog } from "./fault-log";
import { ServiceMetrics } from "./metrics";
import type { WorkerSpec } from "./serve-options";
import { injectFault } from "./fault-injection";

/** The version of what a fold comes to, and of how its state is kept. */
const SEMANTICS = `${SEMANTICS_VERSION}/${SCHEMA_VERSION}`;

/** The workers of a service, as whoever watches it sees them. */
export interface Served {
  /** Folds, once all topics are there, until it is stopped; fails with why it cannot go on. */
  readonly run: (partitions: number, stop: AbortSignal) => Promise<void>;
  /** Frees what it runs in. */
  readonly end: () => Promise<void>;
  /** Whether each thread of it has answered lately. */
  readonly isAlive: () => boolean;
  /** Whether all that it was given is restored. */
  readonly isReady: () => Promise<boolean>;
  /** What it counts, as of now. */
  readonly metrics: () => Promise<Registry>;
}

/** A worker with its metrics. */
export class ServedWorker implements Served {
  private readonly counted: ServiceMetrics;
  private worker: Worker | undefined;

  /** `thread`: the number of the thread that it is in; undefined where it is the whole process. Throws `AppError` where the policy is wrong. */
  constructor(
    private readonly spec: WorkerSpec,
    private readonly log: Log,
    thread?: number,
  ) {
    this.counted = new ServiceMetrics(thresholdsOf(compilePolicy(spec.policy, spec.overrides)), thread);
  }

  async end(): Promise<void> {
    return Promise.resolve();
  }

  /** Who asks is answered by the thread that it is in. */
  isAlive(): boolean {
    return true;
  }

  async isReady(): Promise<boolean> {
    return Promise.resolve(this.worker?.status().isReady ?? false);
  }

  async metrics(): Promise<Registry> {
    return Promise.resolve(this.counted.registry);
  }

  async run(partitions: number, stop: AbortSignal): Promise<void> {
    const worker = this.createWorker(partitions);
    this.worker = worker;
    this.counted.watch(() => worker.status());
    const onStop = () => void worker.stop();
    stop.addEventListener("abort", onStop);
    try {
      await worker.start();
      if (stop.aborted) void worker.stop();
      await worker.ended;
    } catch (error) {
      throw asAppError(error);
    } finally {
      stop.removeEventListener("abort", onStop);
    }
  }

  private createWorker(partitions: number): Worker {
    const { spec, log, counted: metrics } = this;
    const own = keptPolicy(spec.policy, spec.overrides);
    const topics = nameTopics(spec.topics, spec.prefix);
    return new Worker(createKafkaLog(spec.access, log), {
      ...spec,
      log,
      topics,
      policies: new PolicyChoice({ own, from: spec.policyFrom, mayReturn: spec.mayReturnToPolicy }),
      decoder: createMessageDecoder(spec.recordBytesMax),
      kind: { semantics: SEMANTICS, partitions, input: inputName(topics), group: spec.groupId },
      now: spec.hasClock ? Date.now : undefined,
      during: injectFault(process.env["CONVOFOLD_FAULT"], (phase, signal) =>
        log.warn("injected a fault", { phase, signal }),
      ),
      onRecords: metrics.record,
      onBehind: metrics.cameBehind,
      onMeasured: metrics.measured,
      onCorrected: metrics.corrected,
      onDeadline: metrics.deadline,
      onRejected: metrics.rejected,
      onFault: createFaultLog(log, metrics.fault),
      onTransaction: metrics.transaction,
      onStage: metrics.stage,
      onProcessed: metrics.processed,
      onReopened: metrics.reopened,
      onRestored: metrics.restored,
      onRebalanced: metrics.rebalanced,
    });
  }
}

/** The policy's targets for each medium, in seconds. */
function thresholdsOf(policy: Policy): number[] {
  const spans = MEDIA_TYPES.flatMap((media) => {
    const { answerTargetMs, holdMaxMs, shortAbandonMs } = policy.limitsFor(undefined, media);
    return [answerTargetMs, holdMaxMs, shortAbandonMs];
  });
  return spans.flatMap((ms) => (ms === undefined ? [] : [ms / 1000]));
}
