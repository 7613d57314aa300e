import type { Evidence } from "../../board/source";
import type { BoardState } from "../../board/state/board-state";
import { createEngine, type Engine } from "../../engine/engine";
import { isKeptOut, type RecordOutcome } from "../../engine/ports";
import type { LogGaps } from "../../engine/gaps/log-gaps";
import { describeFault, type Fault, type FaultReport } from "../../models/fault";
import { toGapRecord, type Gap } from "../../models/gap";
import { withGaps } from "../../models/life";
import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import type { ConversationRecord } from "../../models/view";
import { evidenceFrom } from "./evidence";
import { KeptRecords } from "./kept-records";
import type { PlayedRecord } from "./played-record";

/** What a fold for a board goes by. */
export interface BoardFoldOptions {
  readonly policy: Policy;
  /** How many bytes of records are kept for whoever asks why. */
  readonly keptBytesMax: number;
  readonly onFault: (fault: FaultReport) => void;
  /** What is known of gaps in the data. */
  readonly gaps?: LogGaps;
}

/** An engine that feeds a board, and keeps the records that say why. Whoever plays a log says when. */
export class BoardFold {
  private readonly engine: Engine;
  private readonly kept: KeptRecords;
  private readonly changedIds = new Set<string>();
  private readonly counts: Record<RecordOutcome, number> = { folded: 0, repeated: 0, late: 0, ignored: 0, rejected: 0 };
  /** Up to when deadlines were evaluated by the clock. */
  private advancedTo: Instant = -Infinity;
  /** The gaps that the board knows of. */
  private gaps: readonly Gap[] = [];

  constructor(
    private readonly board: BoardState,
    private readonly options: BoardFoldOptions,
  ) {
    this.kept = new KeptRecords(options.keptBytesMax);
    const outputs = {
      measurement: () => undefined,
      deadline: ({ conversationId }: { readonly conversationId: string }) => this.changedIds.add(conversationId),
      conversation: (view: ConversationRecord) => {
        const marked = withGaps(view, this.gaps);
        this.board.take(marked, Buffer.from(JSON.stringify(marked)));
      },
      rejection: ({ position, ...rest }: Parameters<Parameters<typeof createEngine>[1]["rejection"]>[0]) =>
        this.board.reject({ ...position, ...rest }),
      fault: (fault: Fault) => this.options.onFault(describeFault(fault)),
    };
    this.engine = createEngine(options.policy, outputs);
  }

  /** Folds records in their order. */
  fold(batch: readonly PlayedRecord[]): void {
    this.engine.acceptAll(
      batch.map(({ decoded }) => decoded),
      (index, outcome) => this.note(batch[index], outcome),
    );
  }

  /** Judges promises as of an instant. */
  advance(to: Instant): void {
    this.engine.advance(to);
    this.advancedTo = to;
  }

  /** Gives the board what changed since this was called last. */
  show(): void {
    this.lookForGaps();
    for (const id of this.changedIds) {
      const view = this.view(id);
      if (view !== undefined) this.board.take(view, undefined);
    }
    this.changedIds.clear();
  }

  /** The instant up to which it has come; -Infinity where nothing came. */
  latest(): Instant {
    return Math.max(this.engine.latest(), this.advancedTo);
  }

  /** How many records there were, by what became of them. */
  outcomes(): Readonly<Record<RecordOutcome, number>> {
    return { ...this.counts };
  }

  view(conversationId: string): ConversationRecord | undefined {
    const view = this.engine.view(conversationId);
    return view && withGaps(view, this.gaps);
  }

  /** Where there is another gap than before, every conversation may be touched. */
  private lookForGaps(): void {
    const gaps = this.options.gaps?.gaps() ?? [];
    const records = gaps.map(toGapRecord);
    if (JSON.stringify(records) === JSON.stringify(this.gaps.map(toGapRecord))) return;
    this.gaps = gaps;
    this.board.lack(records);
    for (const partition of this.engine.partitions())
      for (const id of this.engine.ids(partition)) this.changedIds.add(id);
  }

  /** Why the numbers of a conversation are what they are; undefined where its records are not kept. */
  evidence(conversationId: string, asOf: Instant | undefined): Evidence | undefined {
    const records = this.kept.of(conversationId);
    return records && evidenceFrom(conversationId, records, this.options.policy, asOf);
  }

  private note(record: PlayedRecord | undefined, outcome: RecordOutcome): void {
    this.counts[outcome] += 1;
    if (record?.decoded.kind !== "observations" || isKeptOut(outcome)) return;
    const { conversationId, position } = record.decoded;
    this.changedIds.add(conversationId);
    this.kept.keep(conversationId, record.bytes, position);
  }
}
