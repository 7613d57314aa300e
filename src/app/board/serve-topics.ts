import { KafkaBoardFeed } from "../../consumers/kafka/board-feed";
import type { KafkaAccess, Log } from "../../consumers/kafka/client";
import { withCluster } from "../../consumers/kafka/cluster";
import { nameTopics } from "../../consumers/kafka/topics";
import { AppError } from "../../models/app-error";
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

/** Shows a board of a service's output topics; as many may run as one likes. Throws `AppError` where they are not there. */
export async function serveTopicsBoard(order: TopicsBoardOrder, stop: AbortSignal): Promise<void> {
  const topics = nameTopics(order.topic, order.prefix);
  await withCluster(order.access, order.log, async (kafka, admin) => {
    const there = await admin.listTopics();
    const missing = [topics.conversations, topics.rejects].find((topic) => !there.includes(topic));
    if (missing !== undefined) {
      throw new AppError(
        "topicMissing",
        `The topic "${missing}" is not there.`,
        "Start `convofold serve` first, which makes it; or name its --prefix.",
      );
    }
    await showBoard(
      order,
      (state) => {
        const source = new TopicsSource(state, order.policy);
        const feed = new KafkaBoardFeed(kafka, admin, topics, order.groupId, source, order.log);
        source.follow(feed);
        return { source, run: async (signal) => feed.follow(signal) };
      },
      stop,
    );
  });
}
