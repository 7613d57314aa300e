import type { BoardSource, Evidence, SourceClock, SourceHealth } from "../../board/source";
import type { BoardState } from "../../board/state/board-state";
import type { BoardFeedTarget, KafkaBoardFeed } from "../../consumers/kafka/board-feed";
import type { GroupProgress } from "../../consumers/kafka/topic-follower";
import type { Policy } from "../../models/policy";
import type { ConversationRecord } from "../../models/view";
import { evidenceFrom } from "./evidence";
import { PartitionTimes } from "./partition-times";

/** Data this much behind the clock of this machine are live: the clock goes on between them. */
const LIVE_MS = 120_000;
/** And so much before it, as clocks differ. */
const AHEAD_MS = 10_000;
/** What is known of conversations that the board has evicted is forgotten once that may be half of all. */
const HOMES_LEAST = 10_000;

/** What a board shows of the output topics of a service. */
export class TopicsSource implements BoardSource, BoardFeedTarget {
  private progress: GroupProgress | undefined;
  private readonly times = new PartitionTimes();
  private lastRecordAt: string | null = null;
  private isLive = false;
  /** Which partition a conversation lies in. */
  private readonly homes = new Map<string, number>();
  private homesMax = HOMES_LEAST;
  private feed: KafkaBoardFeed | undefined;

  constructor(
    private readonly state: BoardState,
    private readonly policy: Policy,
  ) {}

  /** Takes up the feed that it is the target of. */
  follow(feed: KafkaBoardFeed): void {
    this.feed = feed;
  }

  readonly onView: BoardFeedTarget["onView"] = (view, text, { partition, isPlayed }) => {
    this.state.take(view, text);
    this.times.note(partition, Date.parse(view.lastNews), isPlayed);
    this.homes.set(view.id, partition);
    if (this.homes.size > this.homesMax) this.forgetHomes();
    const now = Date.now();
    const behindMs = now - this.times.latestLive();
    this.isLive = behindMs < LIVE_MS && behindMs > -AHEAD_MS;
    this.lastRecordAt = new Date(now).toISOString();
  };

  readonly onErased: BoardFeedTarget["onErased"] = (id) => {
    this.state.erase(id);
    this.homes.delete(id);
  };

  readonly onRejection: BoardFeedTarget["onRejection"] = (row) => this.state.reject(row);

  readonly onProgress: BoardFeedTarget["onProgress"] = (progress) => {
    this.progress = progress;
  };

  readonly isReady = (): boolean => this.feed?.hasCaughtUp() === true;

  /** The clock of this machine while data are live; else, as with a log that is published again, that of the data. */
  readonly clock = (): SourceClock => {
    const latest = this.state.latestNews();
    const asOf = this.isLive ? Math.max(Date.now(), latest) : Number.isFinite(latest) ? latest : undefined;
    return { asOf, speed: this.isLive ? 1 : 0, source: "topics" };
  };

  readonly health = (): SourceHealth => {
    const { progress, lastRecordAt, times } = this;
    // What was written long ago is news to a board that begins: it says nothing yet of how far the partitions are.
    const behind = this.isReady() ? times.behind(Date.now(), this.policy.latenessMs) : [];
    return {
      records: progress === undefined ? null : { read: progress.read },
      lag: progress?.lag ?? null,
      lastRecordAt,
      restarts: null,
      isEnded: false,
      played: times.played(),
      behind,
    };
  };

  readonly view = (): undefined => undefined;

  /** Reads the records of a conversation out of the input; where that takes too long, or they are gone, there are none. */
  readonly evidence = async (conversationId: string): Promise<Evidence | undefined> => {
    const partition = this.homes.get(conversationId);
    const text = this.state.text(conversationId);
    if (this.feed === undefined || partition === undefined || text === undefined) return undefined;
    const { startTime, lastNews } = JSON.parse(text.toString()) as ConversationRecord;
    const [fromAt, untilAt] = [Date.parse(startTime), Date.parse(lastNews)];
    const found = await this.feed.recordsOf({ partition, conversationId, fromAt, untilAt }).catch(() => []);
    const records = found.flatMap(({ decoded, document }) =>
      decoded.kind === "observations" ? [{ decoded, document }] : [],
    );
    return records.length === 0 ? undefined : evidenceFrom(conversationId, records, this.policy, this.clock().asOf);
  };

  private forgetHomes(): void {
    for (const id of this.homes.keys()) if (!this.state.has(id)) this.homes.delete(id);
    this.homesMax = Math.max(HOMES_LEAST, 2 * this.homes.size);
  }
}
