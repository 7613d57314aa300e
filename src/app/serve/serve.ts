import { createHash } from "node:crypto";
import type { Server } from "node:http";

import type { KafkaAccess, Log } from "../../consumers/kafka/client";
import { asAppError, withCluster } from "../../consumers/kafka/cluster";
import { nameTopics, prepareTopics, usualViewsMs, type TopicOrder } from "../../consumers/kafka/topics";
import { waitForTopics } from "../../consumers/kafka/topic-waiting";
import { createMessageDecoder } from "../../consumers/kafka/message-decoder";
import { Worker } from "../../consumers/kafka/worker";
import { MEDIA_TYPES } from "../../models/media-type";
import type { Policy } from "../../models/policy";
import { SCHEMA_VERSION } from "../../models/measurement";
import { AppError } from "../../models/app-error";
import { formatSpan } from "../duration";
import { compilePolicy, type PolicyDocument, type RunSpans } from "../policy";
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
  readonly recordBytesMax: number;
  readonly sessionMs: number;
  readonly checkpointMs: number;
  /** Whether time passes by the clock where nothing comes, or by records alone. */
  readonly hasClock: boolean;
  readonly mayBeMisrouted: boolean;
  readonly mayStampOnArrival: boolean;
  /** How long the last view of a conversation is kept; a month beyond the policy's sweep where it is not given. */
  readonly viewsMs?: number;
  readonly http: { readonly host: string; readonly port: number } | undefined;
  /** Whether metrics are pushed, too. */
  readonly otlp: OtlpOrder | undefined;
  readonly log: Log;
}

/** The version of what a fold comes to, and of how its state is kept. */
const SEMANTICS = `3/${SCHEMA_VERSION}`;

/** Serves until it is stopped, or fails with why it cannot go on. */
export async function serve(order: ServeOrder, stop: AbortSignal): Promise<void> {
  const topics = nameTopics(order.topic, order.prefix);
  const policy = compilePolicy(order.policy, order.overrides);
  const topicOrder = topicOrderOf(order, policy);
  const makers = "a producer makes it, or `convofold publish`";
  const partitions = await withCluster(order.access, order.log, async (_kafka, admin) => {
    const isThere = await waitForTopics(admin, [topics.input], makers, order.log, stop);
    return isThere ? prepareTopics(admin, topics, topicOrder) : undefined;
  });
  if (partitions === undefined) return;
  const metrics = new ServiceMetrics(thresholdsOf(policy));
  const policyDigest = createHash("sha256")
    .update(JSON.stringify([order.policy, order.overrides]))
    .digest("hex");
  const worker = new Worker({
    ...order,
    topics,
    policy,
    decoder: createMessageDecoder(order.recordBytesMax),
    kind: { semantics: SEMANTICS, policy: policyDigest, partitions },
    now: order.hasClock ? Date.now : undefined,
    during: strikeAt(process.env["CONVOFOLD_STRIKE"], (phase, signal) => order.log.warn("struck", { phase, signal })),
    onRecord: (_record, outcome) => metrics.record(outcome),
    onBehind: metrics.cameBehind,
    onMeasured: metrics.measured,
    onDeadline: metrics.deadline,
    onRejected: metrics.rejected,
    onFault: createFaultLog(order.log, metrics.fault),
    onTransaction: metrics.transaction,
    onStage: metrics.stage,
    onProcessed: metrics.processed,
    onRestored: metrics.restored,
    onRebalanced: metrics.rebalanced,
  });
  metrics.watch(() => worker.status());
  const server = await listen(order, worker, metrics);
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
    server?.close();
    server?.closeAllConnections();
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

async function listen(order: ServeOrder, worker: Worker, metrics: ServiceMetrics): Promise<Server | undefined> {
  if (order.http === undefined) return undefined;
  const { host, port } = order.http;
  return listenForHealth(host, port, { isReady: () => worker.status().isReady, metrics: async () => metrics.text() });
}

/** The policy's targets for each medium, in seconds. */
function thresholdsOf(policy: Policy): number[] {
  const spans = MEDIA_TYPES.flatMap((media) => {
    const { answerTargetMs, holdMaxMs, shortAbandonMs } = policy.limitsFor(undefined, media);
    return [answerTargetMs, holdMaxMs, shortAbandonMs];
  });
  return spans.flatMap((ms) => (ms === undefined ? [] : [ms / 1000]));
}
