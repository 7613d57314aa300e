import type { BoardSource, SourceClock, SourceHealth } from "../../board/source";
import type { BoardState } from "../../board/state/board-state";
import type { BoardFeedTarget } from "../../consumers/kafka/board-feed";

/** Data this much behind the clock of this machine are live: the clock goes on between them. */
const LIVE_MS = 120_000;
/** And so much before it, as clocks differ. */
const AHEAD_MS = 10_000;

/** What a board shows of the output topics of a service. */
export class TopicsSource implements BoardSource, BoardFeedTarget {
  private lag: Record<string, number> | null = null;
  private lastRecordAt: string | null = null;
  private isLive = false;
  hasCaughtUp = (): boolean => false;

  constructor(private readonly state: BoardState) {}

  readonly onView: BoardFeedTarget["onView"] = (view, text) => {
    this.state.take(view, text);
    const now = Date.now();
    const behindMs = now - this.state.latestNews();
    this.isLive = behindMs < LIVE_MS && behindMs > -AHEAD_MS;
    this.lastRecordAt = new Date(now).toISOString();
  };

  readonly onRejection: BoardFeedTarget["onRejection"] = (row) => this.state.reject(row);

  readonly onLag: BoardFeedTarget["onLag"] = (lag) => {
    this.lag = lag;
  };

  readonly isReady = (): boolean => this.hasCaughtUp();

  /** The clock of this machine while data are live; else, as with a log that is published again, that of the data. */
  readonly clock = (): SourceClock => {
    const latest = this.state.latestNews();
    const asOf = this.isLive ? Math.max(Date.now(), latest) : Number.isFinite(latest) ? latest : undefined;
    return { asOf, speed: this.isLive ? 1 : 0, source: "topics" };
  };

  readonly health = (): SourceHealth => {
    const { lag, lastRecordAt } = this;
    return { records: null, lag, lastRecordAt, restarts: null, isEnded: false };
  };

  readonly view = (): undefined => undefined;

  readonly evidence = async (): Promise<undefined> => Promise.resolve(undefined);
}
