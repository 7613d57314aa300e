import type { Admin, Kafka } from "kafkajs";

import type { RejectRow } from "../../models/board-rows";
import { SCHEMA_VERSION } from "../../models/schema-version";
import type { ConversationRecord } from "../../models/view";
import { headerOf } from "../live/records/dead-letter";
import type { Log } from "../live/port/log";
import type { LogRecord } from "../live/port/port";
import type { TopicNames } from "../live/port/topic-names";
import { parseValue } from "./json-value";
import { isPlayed } from "../live/records/played";
import { readRecordsOf, type InputRecord, type RecordsWanted } from "./records-of";
import { progressOf, TopicFollower, type GroupProgress } from "./topic-follower";

/** What the output topics say to a board. */
export interface BoardFeedTarget {
  /** A view, with its JSON as it was written. */
  readonly onView: (view: ConversationRecord, text: Buffer, place: ViewPlace) => void;
  /** A conversation was erased. */
  readonly onErased: (id: string) => void;
  readonly onRejection: (row: RejectRow) => void;
  readonly onProgress: (progress: GroupProgress) => void;
}

/** Where a view comes from. */
export interface ViewPlace {
  /** The partition that its conversation lies in. */
  readonly partition: number;
  /** Whether a log is played there. */
  readonly isPlayed: boolean;
}

const LAG_MS = 5000;

/** Follows the output topics of a service for a board. */
export class KafkaBoardFeed {
  private readonly follower: TopicFollower;

  constructor(
    private readonly kafka: Kafka,
    private readonly admin: Admin,
    private readonly topics: TopicNames,
    private readonly groupId: string,
    private readonly target: BoardFeedTarget,
    private readonly log: Log,
  ) {
    const { conversations, rejects } = topics;
    this.follower = new TopicFollower(kafka, admin, groupId, [conversations, rejects], (topic, partition, message) => {
      if (topic === conversations) this.takeView(message, partition);
      else if (headerOf(message, "redriven") === undefined) target.onRejection(rejectionOf(message));
    });
  }

  hasCaughtUp(): boolean {
    return this.follower.hasCaughtUp();
  }

  /** Follows until it is stopped. Throws `AppError` where it cannot go on. */
  async follow(stop: AbortSignal): Promise<void> {
    const ask = () =>
      void progressOf(this.admin, this.topics.inputs, this.groupId).then(this.target.onProgress, () => undefined);
    ask();
    const timer = setInterval(ask, LAG_MS);
    try {
      await this.follower.follow(stop);
    } finally {
      clearInterval(timer);
    }
  }

  /** The records of a conversation, out of the input. Throws where that takes too long. */
  async recordsOf(wanted: Omit<RecordsWanted, "topics">): Promise<InputRecord[]> {
    return readRecordsOf(this.kafka, this.admin, { ...wanted, topics: this.topics.inputs });
  }

  private takeView(message: LogRecord, partition: number): void {
    const { key, value, offset } = message;
    if (value === null) return this.target.onErased(key?.toString() ?? "");
    const view = parseValue(value) as Partial<ConversationRecord> | undefined;
    if (view?.schemaVersion === SCHEMA_VERSION)
      this.target.onView(view as ConversationRecord, Buffer.from(value), {
        partition,
        isPlayed: isPlayed(message) === true,
      });
    else
      this.log.warn("passed over what is no view of this version", {
        topic: this.topics.conversations,
        offset: String(offset),
      });
  }
}

/** A dead letter's headers say what it is. */
function rejectionOf(letter: LogRecord): RejectRow {
  const [, topic, partition, offset] = /^(.*)\/(\d+)\/(\d+)$/.exec(headerOf(letter, "position") ?? "") ?? [];
  return {
    topic,
    partition: partition === undefined ? undefined : Number(partition),
    offset: offset === undefined ? undefined : Number(offset),
    reason: headerOf(letter, "reason") ?? "unknown",
    path: headerOf(letter, "path"),
    detail: headerOf(letter, "detail"),
  };
}
