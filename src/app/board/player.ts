import { setTimeout } from "node:timers/promises";

import type { BoardSource, Evidence, SourceClock, SourceHealth } from "../../board/source";
import type { BoardState } from "../../board/state/board-state";
import { createEngine, type Engine } from "../../engine/engine";
import { isKeptOut, type RecordOutcome } from "../../engine/ports";
import { describeFault, type Fault, type FaultReport } from "../../models/fault";
import type { Decoded } from "../../models/decoded";
import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import type { ConversationRecord } from "../../models/view";
import { evidenceFrom } from "./evidence";
import { KeptRecords } from "./kept-records";
import type { PlayedRecord } from "./played-log";

/** How a log is played. */
export interface PlayOrder {
  readonly policy: Policy;
  readonly kind: "simulation" | "log";
  /** How many seconds of the log pass in one. */
  readonly speed: number;
  /** How much of the log is folded at once at the start. */
  readonly headMs: number;
  /** How many bytes of records are kept for whoever asks why. */
  readonly keptBytesMax: number;
  readonly onFault: (fault: FaultReport) => void;
}

const STEP_MS = 200;
/** After so many records others get their turn, though more are due. */
const RECORDS_PER_STEP = 2000;

/** Plays a log through an engine at a pace of one's choice, for a board: the embedded way, without Kafka. */
export class Player implements BoardSource {
  private readonly engine: Engine;
  private readonly kept: KeptRecords;
  private readonly touched = new Set<string>();
  private readonly outcomes: Record<RecordOutcome, number> = {
    folded: 0,
    repeated: 0,
    late: 0,
    ignored: 0,
    rejected: 0,
  };
  private next: PlayedRecord | undefined;
  /** Where the clock of the log stood at an instant of this process. */
  private base: { readonly log: Instant; readonly here: number } | undefined;
  private lastRecordAt: string | null = null;
  /** Up to when promises were judged by the clock. */
  private advancedTo: Instant = -Infinity;
  private isEnded = false;
  private isWarm = false;

  constructor(
    private readonly records: AsyncIterator<PlayedRecord>,
    private readonly board: BoardState,
    private readonly order: PlayOrder,
  ) {
    this.kept = new KeptRecords(order.keptBytesMax);
    const outputs = {
      measurement: () => undefined,
      deadline: ({ conversationId }: { readonly conversationId: string }) => this.touched.add(conversationId),
      conversation: (view: ConversationRecord) => this.board.take(view, Buffer.from(JSON.stringify(view))),
      rejection: ({ position, ...rest }: Parameters<Parameters<typeof createEngine>[1]["rejection"]>[0]) =>
        this.board.reject({ ...position, ...rest }),
      fault: (fault: Fault) => this.order.onFault(describeFault(fault)),
    };
    this.engine = createEngine(order.policy, outputs);
  }

  /** Plays until the log is over or it is stopped. */
  async play(stop: AbortSignal): Promise<void> {
    await this.warmUp(stop);
    while (!stop.aborted && !this.isEnded) {
      const now = this.now() ?? -Infinity;
      const isDone = await this.foldUntil(now, RECORDS_PER_STEP);
      if (isDone) this.advance(now);
      this.showTouched();
      await pause(isDone ? STEP_MS : 0, stop);
    }
  }

  readonly clock = (): SourceClock => {
    const speed = this.isEnded || !this.isWarm ? 0 : this.order.speed;
    return { asOf: this.now(), speed, source: this.order.kind };
  };

  readonly health = (): SourceHealth => {
    const { outcomes: records, lastRecordAt, isEnded } = this;
    return { records: { ...records }, lag: null, lastRecordAt, restarts: null, isEnded, played: [], behind: [] };
  };

  readonly isReady = (): boolean => this.isWarm;

  readonly view = (conversationId: string): ConversationRecord | undefined => this.engine.view(conversationId);

  readonly evidence = async (conversationId: string): Promise<Evidence | undefined> => {
    await Promise.resolve();
    const records = this.kept.of(conversationId);
    return records && evidenceFrom(conversationId, records, this.order.policy, this.now());
  };

  /** The instant of the log that is now; it stands still before the first record and after the last. */
  private now(): Instant | undefined {
    if (this.base === undefined || this.isEnded) return finite(Math.max(this.engine.latest(), this.advancedTo));
    return this.base.log + Math.round(Math.max(0, performance.now() - this.base.here) * this.order.speed);
  }

  private advance(to: Instant): void {
    this.engine.advance(to);
    this.advancedTo = to;
  }

  /** Folds the head of the log as fast as it can, and sets the clock to its end. */
  private async warmUp(stop: AbortSignal): Promise<void> {
    let end: Instant | undefined;
    while (!stop.aborted && !this.isEnded) {
      const isDone = await this.foldUntil(end ?? -Infinity, RECORDS_PER_STEP);
      if (isDone && end === undefined) {
        end = (this.next === undefined ? 0 : (instantOf(this.next.decoded) ?? 0)) + this.order.headMs;
        continue;
      }
      await pause(0, stop);
      if (isDone) break;
    }
    this.base = { log: Math.max(end ?? 0, this.engine.latest()), here: performance.now() };
    if (!this.isEnded) this.advance(this.base.log);
    this.isWarm = true;
    this.showTouched();
  }

  /** Folds what is due by an instant, at most so many records; says whether that was all. */
  private async foldUntil(instant: Instant, recordsMax: number): Promise<boolean> {
    const batch: PlayedRecord[] = [];
    let isDone = false;
    while (batch.length < recordsMax) {
      this.next ??= await this.read();
      if (this.next === undefined) break;
      if ((instantOf(this.next.decoded) ?? -Infinity) > instant) {
        isDone = true;
        break;
      }
      batch.push(this.next);
      this.next = undefined;
    }
    this.engine.acceptAll(
      batch.map(({ decoded }) => decoded),
      (index, outcome) => this.note(batch[index], outcome),
    );
    if (batch.length > 0) this.lastRecordAt = new Date().toISOString();
    return isDone || this.isEnded;
  }

  private note(record: PlayedRecord | undefined, outcome: RecordOutcome): void {
    this.outcomes[outcome] += 1;
    if (record?.decoded.kind !== "observations" || isKeptOut(outcome)) return;
    const { conversationId, position } = record.decoded;
    this.touched.add(conversationId);
    this.kept.keep(conversationId, record.bytes, position);
  }

  private async read(): Promise<PlayedRecord | undefined> {
    const { value, done } = (await this.records.next()) as IteratorResult<PlayedRecord, undefined>;
    if (done === true) this.isEnded = true;
    return value;
  }

  private showTouched(): void {
    for (const id of this.touched) {
      const view = this.engine.view(id);
      if (view !== undefined) this.board.take(view, undefined);
    }
    this.touched.clear();
  }
}

function instantOf(decoded: Decoded): Instant | undefined {
  return decoded.kind === "observations" ? decoded.at : undefined;
}

function finite(instant: Instant): Instant | undefined {
  return Number.isFinite(instant) ? instant : undefined;
}

/** Waits, or stops waiting. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
