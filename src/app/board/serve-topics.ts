import { KafkaBoardFeed } from "../../consumers/kafka/board-feed";
import type { KafkaAccess } from "../../consumers/kafka/client";
import type { Log } from "../../consumers/live/log";
import { withCluster } from "../../consumers/kafka/cluster";
import { waitForTopics } from "../../consumers/kafka/topic-waiting";
import { nameTopics } from "../../consumers/live/topic-names";
import { toGapRecord } from "../../models/gap";
import { showBoard, type BoardOrder } from "./serve-board";
import { TopicsSource } from "./topics-source";

/** Which service's topics are shown. */
export interface TopicsBoardOrder extends BoardOrder {
  readonly access: KafkaAccess;
  readonly topic: string;
  readonly prefix: string;
  readonly groupId: string;
  readonly log: Log;
}

/** Shows a board of a service's output topics; as many may run as one likes. Waits for them where they are not there yet. */
export async function serveTopicsBoard(order: TopicsBoardOrder, stop: AbortSignal): Promise<void> {
  const topics = nameTopics(order.topic, order.prefix);
  await withCluster(order.access, order.log, async (kafka, admin) => {
    const shown = [topics.conversations, topics.rejects];
    const makers = "`convofold serve` makes it; --prefix names another service's";
    if (!(await waitForTopics(admin, shown, makers, order.log, stop))) return;
    await showBoard(
      order,
      (state) => {
        state.lack((order.gaps.gaps ?? []).map(toGapRecord));
        const source = new TopicsSource(state, order.policy);
        const feed = new KafkaBoardFeed(kafka, admin, topics, order.groupId, source, order.log);
        source.follow(feed);
        return { source, run: async (signal) => feed.follow(signal) };
      },
      stop,
    );
  });
}
