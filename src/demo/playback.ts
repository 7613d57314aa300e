import { BoardFold } from "../app/board/board-fold";
import { instantOf, type PlayedRecord } from "../app/board/played-record";
import type { BoardTargets } from "../board/look";
import { lookAt } from "../board/look";
import type { Evidence, SourceClock, SourceHealth } from "../board/source";
import { BoardState } from "../board/state/board-state";
import type { BoardSections } from "../models/board";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";

const MINUTE_MS = 60_000;
/** The instants that can be gone to lie so far apart. */
const STOP_MS = 5 * MINUTE_MS;
/** A silence that is longer is left out when a log is played. */
const SILENCE_MS = 10 * MINUTE_MS;
const ENDED_MAX = 20_000;
const KEPT_BYTES_MAX = 64 << 20;

/**
 * A whole log that can be gone through in both directions. Forwards it is folded on; backwards it is folded again from its
 * beginning, so that what is shown is at every instant what a board that plays it shows.
 */
export class Playback {
  /** Instants to go to: each fifth minute at which the log has records, and its end. */
  readonly stops: readonly Instant[];
  state: BoardState;
  private fold: BoardFold;
  private next = 0;
  private at: Instant = -Infinity;

  constructor(
    private readonly records: readonly PlayedRecord[],
    private readonly policy: Policy,
    private readonly targets: BoardTargets,
  ) {
    this.state = this.createState();
    this.fold = this.createFold();
    this.stops = stopsOf(records);
  }

  /** Whether all of the log is folded. */
  isOver(): boolean {
    return this.next === this.records.length;
  }

  /** The instant that is shown. */
  now(): Instant {
    return this.isOver() ? this.fold.latest() : this.at;
  }

  /**
   * Folds up to an instant, at most so many records; says whether that was all. An earlier instant begins anew, and so does the
   * one that follows an error: what it left half folded is never shown.
   */
  moveTo(instant: Instant, recordsMax: number): boolean {
    if (instant < this.at) this.beginAnew();
    try {
      return this.foldTo(instant, recordsMax);
    } catch (error) {
      this.beginAnew();
      throw error;
    }
  }

  /** Where the clock is after so much time: over a long silence it leaps to what comes next. */
  after(passedMs: number): Instant {
    const record = this.records[this.next];
    const next = record && instantOf(record);
    const isSilent = next !== undefined && next - this.at > SILENCE_MS;
    return (isSilent ? next - MINUTE_MS : this.at) + passedMs;
  }

  /** All that a board shows now, at a speed. */
  sections(speed: number, machine: { readonly at: string; readonly startedAt: string }): BoardSections {
    const clock = (): SourceClock => ({ asOf: this.now(), speed: this.isOver() ? 0 : speed, source: "log" });
    const health = (): SourceHealth => ({
      records: this.fold.outcomes(),
      lag: null,
      lastRecordAt: null,
      restarts: null,
      isEnded: this.isOver(),
      played: [],
      behind: [],
    });
    const unknown = { rejectedAt: null, memoryBytes: null };
    return lookAt(this.state, { clock, health }, this.targets, { ...machine, ...unknown });
  }

  /** Why the numbers of a conversation are what they are; undefined where its records are not kept. */
  evidence(conversationId: string): Evidence | undefined {
    return this.fold.evidence(conversationId, this.now());
  }

  /** The view of a conversation that is shown; undefined of any other. */
  view(conversationId: string): unknown {
    if (!this.state.has(conversationId)) return undefined;
    const text = this.state.text(conversationId);
    return text === undefined ? this.fold.view(conversationId) : (JSON.parse(text.toString()) as unknown);
  }

  private foldTo(instant: Instant, recordsMax: number): boolean {
    const batch: PlayedRecord[] = [];
    while (batch.length < recordsMax && this.isDue(instant)) batch.push(...this.records.slice(this.next, ++this.next));
    this.fold.fold(batch);
    const isDone = !this.isDue(instant);
    if (isDone) {
      this.at = instant;
      if (!this.isOver()) this.fold.advance(instant);
    }
    this.fold.show();
    return isDone;
  }

  private isDue(instant: Instant): boolean {
    const record = this.records[this.next];
    return record !== undefined && (instantOf(record) ?? -Infinity) <= instant;
  }

  private beginAnew(): void {
    this.state = this.createState();
    this.fold = this.createFold();
    this.next = 0;
    this.at = -Infinity;
  }

  private createState(): BoardState {
    const shortAbandonMs = (queueId: string, media: string) => this.policy.limitsFor(queueId, media).shortAbandonMs;
    return new BoardState({ windowMs: this.targets.windowMs, shortAbandonMs, endedMax: ENDED_MAX });
  }

  private createFold(): BoardFold {
    const { policy } = this;
    return new BoardFold(this.state, { policy, keptBytesMax: KEPT_BYTES_MAX, onFault: () => undefined });
  }
}

function stopsOf(records: readonly PlayedRecord[]): Instant[] {
  const instants = records.map(instantOf).filter((at) => at !== undefined);
  const stops = new Set(instants.map((at) => Math.ceil(at / STOP_MS) * STOP_MS));
  const last = instants.reduce((one, other) => Math.max(one, other), -Infinity);
  return [...stops]
    .filter((stop) => stop < last)
    .concat(last)
    .sort((one, other) => one - other);
}
