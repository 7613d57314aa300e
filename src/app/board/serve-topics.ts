import { KafkaBoardFeed } from "../../consumers/kafka/board-feed";
import type { KafkaAccess } from "../../consumers/kafka/client";
import { withCluster, type ClusterClients } from "../../consumers/kafka/cluster";
import { successorOf } from "../../consumers/kafka/succession";
import { waitForTopics } from "../../consumers/kafka/topic-waiting";
import type { Log } from "../../consumers/live/port/log";
import type { Successor } from "../../consumers/live/state/successor";
import { nameTopics } from "../../consumers/live/port/topic-names";
import { toGapRecord } from "../../models/gap";
import { SuccessionWatch } from "./succession-watch";
import { showBoard, type BoardOptions } from "./serve-board";
import { TopicsSource } from "./topics-source";

/** Which service's topics are shown. */
export interface TopicsBoardOptions extends BoardOptions {
  readonly access: KafkaAccess;
  readonly topics: readonly string[];
  readonly prefix: string;
  readonly groupId: string;
  readonly log: Log;
}

/** How often it is looked whether another prefix has taken over. */
const LOOK_MS = 5000;

/**
 * Shows a board of a service's output topics; as many may run as one likes. Waits for them where they are not there yet, and goes on with
 * those of another prefix once that has taken over.
 */
export async function serveTopicsBoard(options: TopicsBoardOptions, stop: AbortSignal): Promise<void> {
  await withCluster(options.access, options.log, async (kafka, admin) => {
    const clients = { kafka, admin };
    let shown: Successor | undefined = { prefix: options.prefix, group: options.groupId };
    while (shown !== undefined && !stop.aborted) {
      const { state } = nameTopics(options.topics, shown.prefix);
      const watch: SuccessionWatch = new SuccessionWatch(
        async () => successorOf(clients, state),
        shown.prefix,
        options.log,
      );
      const next: Successor | undefined =
        (await watch.once()) ?? (await showUntilSucceeded(clients, options, shown, watch, stop));
      if (next !== undefined)
        options.log.info("another prefix has taken over", { from: shown.prefix, to: next.prefix });
      shown = next;
    }
  });
}

/** Shows the topics of one prefix. Returns who has taken over from it; undefined where it was stopped. */
async function showUntilSucceeded(
  { kafka, admin }: ClusterClients,
  options: TopicsBoardOptions,
  shown: Successor,
  watch: SuccessionWatch,
  stop: AbortSignal,
): Promise<Successor | undefined> {
  const topics = nameTopics(options.topics, shown.prefix);
  const makers = "`convofold serve` makes it; --prefix names another service's";
  if (!(await waitForTopics(admin, [topics.conversations, topics.rejects], makers, options.log, stop)))
    return undefined;
  const [succeeded, ended] = [new AbortController(), new AbortController()];
  const watching = watch.until(AbortSignal.any([stop, ended.signal]), LOOK_MS).then((successor) => {
    if (successor !== undefined) succeeded.abort();
    return successor;
  });
  try {
    await showBoard(
      options,
      (state) => {
        state.lack((options.gaps.gaps ?? []).map(toGapRecord));
        const source = new TopicsSource(state, options.policy);
        const feed = new KafkaBoardFeed(kafka, admin, topics, shown.group, source, options.log);
        source.follow(feed);
        return { source, run: async (signal) => feed.follow(signal) };
      },
      AbortSignal.any([stop, succeeded.signal]),
    );
  } finally {
    ended.abort();
  }
  const successor = await watching;
  return stop.aborted ? undefined : successor;
}
