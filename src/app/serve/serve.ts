import type { Server } from "node:http";

import { withCluster } from "../../consumers/kafka/cluster";
import { prepareTopics, usualViewsMs, type TopicOptions } from "../../consumers/kafka/topics";
import { waitForTopics } from "../../consumers/kafka/topic-waiting";
import { nameTopics, type TopicNames } from "../../consumers/live/port/topic-names";
import { AppError } from "../../models/app-error";
import type { Policy } from "../../models/policy";
import { formatSpan } from "../duration";
import { compilePolicy } from "../policy";
import { listenForHealth } from "./health-server";
import { giveHeapRoom } from "./heap-room";
import { textOf } from "./metrics";
import type { ServeOptions } from "./serve-options";
import { ServedThreads } from "./served-threads";
import { ServedWorker, type Served } from "./served-worker";

/** Serves until it is stopped, or fails with why it cannot go on. */
export async function serve(options: ServeOptions, stop: AbortSignal): Promise<void> {
  const topics = nameTopics(options.topics, options.prefix);
  const topicOptions = topicOptionsOf(options, compilePolicy(options.policy, options.overrides));
  const served = options.threads === 1 ? new ServedWorker(options, options.log) : serveInThreads(options);
  let server: Server | undefined;
  try {
    server = await listen(options, served);
    const partitions = await prepare(options, topics, topicOptions, stop);
    if (partitions !== undefined) await run(served, partitions, options, stop);
  } finally {
    await served.end();
    server?.close();
    server?.closeAllConnections();
  }
}

/** What threads are given is plain: neither callbacks nor places are. */
function serveInThreads({ log, http: _http, otlp: _otlp, threads, viewsMs: _viewsMs, ...spec }: ServeOptions): Served {
  return new ServedThreads(spec, threads, log);
}

/** Waits for the input and makes the other topics. Returns how many partitions there are; undefined where it was stopped. */
async function prepare(
  options: ServeOptions,
  topics: TopicNames,
  topicOptions: TopicOptions,
  stop: AbortSignal,
): Promise<number | undefined> {
  const makers = "a producer makes it, or `convofold publish`";
  return withCluster(options.access, options.log, async (_kafka, admin) => {
    const isThere = await waitForTopics(admin, topics.inputs, makers, options.log, stop);
    return isThere ? prepareTopics(admin, topics, topicOptions) : undefined;
  });
}

async function run(served: Served, partitions: number, options: ServeOptions, stop: AbortSignal): Promise<void> {
  const endPushing = await startPushing(options, served);
  const endHeapRoom = options.threads === 1 ? giveHeapRoom() : undefined;
  try {
    await served.run(partitions, stop);
  } finally {
    endHeapRoom?.();
    await endPushing?.();
  }
}

/** A view that goes before its conversation is swept would take an open conversation from the boards. */
function topicOptionsOf({ mayStampOnArrival, viewsMs, log }: ServeOptions, { sweepMs }: Policy): TopicOptions {
  const wanted = viewsMs ?? usualViewsMs(sweepMs);
  if (wanted > sweepMs) return { mayStampOnArrival, viewsMs: wanted, sweepMs, log };
  const message = `Views cannot be kept for ${formatSpan(wanted)}: conversations may be open without news for ${formatSpan(sweepMs)}.`;
  throw new AppError("wrongUse", message, "Lengthen --views-retention, or shorten `sweep` in the policy.");
}

/** What pushes is read only where it is wanted: it is large. */
async function startPushing({ otlp, log }: ServeOptions, served: Served): Promise<(() => Promise<void>) | undefined> {
  if (otlp === undefined) return undefined;
  const { pushMetrics } = await import("./otlp.js");
  return pushMetrics(async () => (await served.metrics()).getMetricsAsJSON(), otlp, log);
}

async function listen({ http }: ServeOptions, served: Served): Promise<Server | undefined> {
  if (http === undefined) return undefined;
  const metrics = async () => textOf(await served.metrics());
  return listenForHealth(http.host, http.port, {
    isAlive: () => served.isAlive(),
    isReady: async () => served.isReady(),
    metrics,
  });
}
