import type { Server } from "node:http";

import type { KafkaAccess } from "../../consumers/kafka/client";
import type { Log } from "../../consumers/live/log";
import { asAppError } from "../../consumers/kafka/client-errors";
import { withCluster } from "../../consumers/kafka/cluster";
import { createKafkaLog } from "../../consumers/kafka/kafka-log";
import { prepareTopics, usualViewsMs, type TopicOrder } from "../../consumers/kafka/topics";
import { waitForTopics } from "../../consumers/kafka/topic-waiting";
import type { MisroutedChoice } from "../../consumers/live/fold-order";
import { createMessageDecoder } from "../../consumers/live/message-decoder";
import { PolicyChoice } from "../../consumers/live/policy-choice";
import { nameTopics, type TopicNames } from "../../consumers/live/topic-names";
import { Worker } from "../../consumers/live/worker";
import type { GapsOrder } from "../../engine/gaps/log-gaps";
import { MEDIA_TYPES } from "../../models/media-type";
import type { Policy } from "../../models/policy";
import type { PolicyReach } from "../../models/policy-switch";
import { SCHEMA_VERSION } from "../../models/schema-version";
import { AppError } from "../../models/app-error";
import { formatSpan } from "../duration";
import { keptPolicy } from "../effective-policy";
import type { RunSpans } from "../../models/policy-values";
import { compilePolicy, type PolicyDocument } from "../policy";
import { createFaultLog } from "./fault-log";
import { listenForHealth } from "./health-server";
import { giveHeapRoom } from "./heap-room";
import { ServiceMetrics } from "./metrics";
import type { OtlpOrder } from "./otlp-order";
import { strikeAt } from "./strike";

/** What a service is to do. */
export interface ServeOrder {
  readonly access: KafkaAccess;
  readonly topic: string;
  readonly prefix: string;
  readonly groupId: string;
  readonly policy: PolicyDocument;
  readonly overrides: Partial<RunSpans>;
  /** For what the policy is to hold where the state goes by another one; undefined where that is refused. */
  readonly policyFrom: PolicyReach | undefined;
  /** Whether it is taken also where the state went by it before, and left it. */
  readonly mayReturnToPolicy: boolean;
  readonly recordBytesMax: number;
  readonly sessionMs: number;
  readonly checkpointMs: number;
  /** Whether time passes by the clock where nothing comes, or by records alone. */
  readonly hasClock: boolean;
  readonly misrouted: MisroutedChoice;
  readonly mayStampOnArrival: boolean;
  /** Which gaps in the input views are marked with. */
  readonly gaps: GapsOrder;
  /** How long the last view of a conversation is kept; a month beyond the policy's sweep where it is not given. */
  readonly viewsMs?: number;
  readonly http: { readonly host: string; readonly port: number } | undefined;
  /** Whether metrics are pushed, too. */
  readonly otlp: OtlpOrder | undefined;
  readonly log: Log;
}

/** The version of what a fold comes to, and of how its state is kept. */
const SEMANTICS = `4/${SCHEMA_VERSION}`;

/** Serves until it is stopped, or fails with why it cannot go on. */
export async function serve(order: ServeOrder, stop: AbortSignal): Promise<void> {
  const topics = nameTopics(order.topic, order.prefix);
  const policy = compilePolicy(order.policy, order.overrides);
  const topicOrder = topicOrderOf(order, policy);
  const metrics = new ServiceMetrics(thresholdsOf(policy));
  let worker: Worker | undefined;
  const server = await listen(order, () => worker?.status().isReady ?? false, metrics);
  try {
    const partitions = await prepare(order, topics, topicOrder, stop);
    if (partitions === undefined) return;
    worker = createWorker(order, { topics, metrics, partitions });
    await run(worker, order, metrics, stop);
  } finally {
    server?.close();
    server?.closeAllConnections();
  }
}

/** Waits for the input and makes the other topics. Returns how many partitions there are; undefined where it was stopped. */
async function prepare(
  order: ServeOrder,
  topics: TopicNames,
  topicOrder: TopicOrder,
  stop: AbortSignal,
): Promise<number | undefined> {
  const makers = "a producer makes it, or `convofold publish`";
  return withCluster(order.access, order.log, async (_kafka, admin) => {
    const isThere = await waitForTopics(admin, [topics.input], makers, order.log, stop);
    return isThere ? prepareTopics(admin, topics, topicOrder) : undefined;
  });
}

/** What a worker is made with, besides its order. */
interface WorkerMeans {
  readonly topics: TopicNames;
  readonly metrics: ServiceMetrics;
  readonly partitions: number;
}

function createWorker(order: ServeOrder, { topics, metrics, partitions }: WorkerMeans): Worker {
  const own = keptPolicy(order.policy, order.overrides);
  return new Worker(createKafkaLog(order.access, order.log), {
    ...order,
    topics,
    policies: new PolicyChoice({ own, from: order.policyFrom, mayReturn: order.mayReturnToPolicy }),
    decoder: createMessageDecoder(order.recordBytesMax),
    kind: { semantics: SEMANTICS, partitions, input: order.topic, group: order.groupId },
    now: order.hasClock ? Date.now : undefined,
    during: strikeAt(process.env["CONVOFOLD_STRIKE"], (phase, signal) => order.log.warn("struck", { phase, signal })),
    onRecords: metrics.record,
    onBehind: metrics.cameBehind,
    onMeasured: metrics.measured,
    onCorrected: metrics.corrected,
    onDeadline: metrics.deadline,
    onRejected: metrics.rejected,
    onFault: createFaultLog(order.log, metrics.fault),
    onTransaction: metrics.transaction,
    onStage: metrics.stage,
    onProcessed: metrics.processed,
    onReopened: metrics.reopened,
    onRestored: metrics.restored,
    onRebalanced: metrics.rebalanced,
  });
}

async function run(worker: Worker, order: ServeOrder, metrics: ServiceMetrics, stop: AbortSignal): Promise<void> {
  metrics.watch(() => worker.status());
  const endPushing = await startPushing(order, metrics);
  const endHeapRoom = giveHeapRoom();
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
    endHeapRoom();
    await endPushing?.();
  }
}

/** A view that goes before its conversation is swept would take an open conversation from the boards. */
function topicOrderOf({ mayStampOnArrival, viewsMs, log }: ServeOrder, { sweepMs }: Policy): TopicOrder {
  const wanted = viewsMs ?? usualViewsMs(sweepMs);
  if (wanted > sweepMs) return { mayStampOnArrival, viewsMs: wanted, sweepMs, log };
  const message = `Views cannot be kept for ${formatSpan(wanted)}: conversations may be open without news for ${formatSpan(sweepMs)}.`;
  throw new AppError("wrongUse", message, "Lengthen --views-retention, or shorten `sweep` in the policy.");
}

/** What pushes is read only where it is wanted: it is large. */
async function startPushing(
  { otlp, log }: ServeOrder,
  metrics: ServiceMetrics,
): Promise<(() => Promise<void>) | undefined> {
  if (otlp === undefined) return undefined;
  const { pushMetrics } = await import("./otlp.js");
  return pushMetrics(async () => metrics.families(), otlp, log);
}

async function listen(order: ServeOrder, isReady: () => boolean, metrics: ServiceMetrics): Promise<Server | undefined> {
  if (order.http === undefined) return undefined;
  const { host, port } = order.http;
  return listenForHealth(host, port, { isReady, metrics: async () => metrics.text() });
}

/** The policy's targets for each medium, in seconds. */
function thresholdsOf(policy: Policy): number[] {
  const spans = MEDIA_TYPES.flatMap((media) => {
    const { answerTargetMs, holdMaxMs, shortAbandonMs } = policy.limitsFor(undefined, media);
    return [answerTargetMs, holdMaxMs, shortAbandonMs];
  });
  return spans.flatMap((ms) => (ms === undefined ? [] : [ms / 1000]));
}
