import { setTimeout } from "node:timers/promises";

import type { BoardSource, Evidence, SourceClock, SourceHealth } from "../../board/source";
import type { BoardState } from "../../board/state/board-state";
import type { Instant } from "../../models/instant";
import type { ConversationRecord } from "../../models/view";
import { BoardFold, type BoardFoldOptions } from "./board-fold";
import { instantOf, type PlayedRecord } from "./played-record";

/** How a log is played. */
export interface PlayOptions extends BoardFoldOptions {
  readonly kind: "simulation" | "log";
  /** How many seconds of the log pass in one. */
  readonly speed: number;
  /** How much of the log is folded at once at the start. */
  readonly headMs: number;
}

const STEP_MS = 200;
/** After so many records others get their turn, though more are due. */
const RECORDS_PER_STEP = 2000;

/** Plays a log through an engine at a pace of one's choice, for a board: the embedded way, without Kafka. */
export class Player implements BoardSource {
  private readonly fold: BoardFold;
  private next: PlayedRecord | undefined;
  /** Where the clock of the log stood at an instant of this process. */
  private base: { readonly log: Instant; readonly here: number } | undefined;
  private lastRecordAt: string | null = null;
  private isEnded = false;
  private isWarm = false;

  constructor(
    private readonly records: AsyncIterator<PlayedRecord>,
    board: BoardState,
    private readonly options: PlayOptions,
  ) {
    this.fold = new BoardFold(board, options);
  }

  /** Plays until the log is over or it is stopped. */
  async play(stop: AbortSignal): Promise<void> {
    await this.warmUp(stop);
    while (!stop.aborted && !this.isEnded) {
      const now = this.now() ?? -Infinity;
      const isDone = await this.foldUntil(now, RECORDS_PER_STEP);
      if (isDone) this.fold.advance(now);
      this.fold.show();
      await pause(isDone ? STEP_MS : 0, stop);
    }
  }

  readonly clock = (): SourceClock => {
    const speed = this.isEnded || !this.isWarm ? 0 : this.options.speed;
    return { asOf: this.now(), speed, source: this.options.kind };
  };

  readonly health = (): SourceHealth => {
    const { lastRecordAt, isEnded } = this;
    return { records: this.fold.outcomes(), lag: null, lastRecordAt, restarts: null, isEnded, played: [], behind: [] };
  };

  readonly isReady = (): boolean => this.isWarm;

  readonly view = (conversationId: string): ConversationRecord | undefined => this.fold.view(conversationId);

  readonly evidence = async (conversationId: string): Promise<Evidence | undefined> => {
    await Promise.resolve();
    return this.fold.evidence(conversationId, this.now());
  };

  /** The instant of the log that is now; it stands still before the first record and after the last. */
  private now(): Instant | undefined {
    if (this.base === undefined || this.isEnded) return finite(this.fold.latest());
    return this.base.log + Math.round(Math.max(0, performance.now() - this.base.here) * this.options.speed);
  }

  /** Folds the head of the log as fast as it can, and sets the clock to its end. */
  private async warmUp(stop: AbortSignal): Promise<void> {
    let end: Instant | undefined;
    while (!stop.aborted && !this.isEnded) {
      const isDone = await this.foldUntil(end ?? -Infinity, RECORDS_PER_STEP);
      if (isDone && end === undefined) {
        end = (this.next === undefined ? 0 : (instantOf(this.next) ?? 0)) + this.options.headMs;
        continue;
      }
      await pause(0, stop);
      if (isDone) break;
    }
    this.base = { log: Math.max(end ?? 0, this.fold.latest()), here: performance.now() };
    if (!this.isEnded) this.fold.advance(this.base.log);
    this.isWarm = true;
    this.fold.show();
  }

  /** Folds what is due by an instant, at most so many records; says whether that was all. */
  private async foldUntil(instant: Instant, recordsMax: number): Promise<boolean> {
    const batch: PlayedRecord[] = [];
    let isDone = false;
    while (batch.length < recordsMax) {
      this.next ??= await this.read();
      if (this.next === undefined) break;
      if ((instantOf(this.next) ?? -Infinity) > instant) {
        isDone = true;
        break;
      }
      batch.push(this.next);
      this.next = undefined;
    }
    this.fold.fold(batch);
    if (batch.length > 0) this.lastRecordAt = new Date().toISOString();
    return isDone || this.isEnded;
  }

  private async read(): Promise<PlayedRecord | undefined> {
    const { value, done } = (await this.records.next()) as IteratorResult<PlayedRecord, undefined>;
    if (done === true) this.isEnded = true;
    return value;
  }
}

function finite(instant: Instant): Instant | undefined {
  return Number.isFinite(instant) ? instant : undefined;
}

/** Waits, or stops waiting. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
