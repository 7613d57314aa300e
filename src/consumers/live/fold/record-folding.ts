import type { Engine } from "../../../engine/engine";
import type { Instant } from "../../../models/instant";
import type { FoldListener, FoldOptions } from "./fold-options";
import { applyMisroutedChoice } from "./misrouted";
import type { PartitionGaps } from "../gaps/partition-gaps";
import type { LogRecord } from "../port/port";

/** Decodes messages of a partition and gives them to its engine. */
export class RecordFolding {
  /** The latest instant that was accepted. */
  newest: Instant = -Infinity;

  constructor(
    private readonly partition: number,
    private readonly engine: Engine,
    private readonly gaps: Pick<PartitionGaps, "take">,
    private readonly options: FoldOptions,
    private readonly listener: FoldListener,
  ) {}

  /** `isMuted`: they were counted before. */
  accept(topic: string, messages: readonly LogRecord[], isMuted: boolean): void {
    if (messages.length === 0) return;
    const { decoder, misrouted } = this.options;
    const startedAt = performance.now();
    const decoded = messages.flatMap((message) => decoder.decode(topic, this.partition, message));
    this.gaps.take(decoded.map(({ record }) => record));
    const records = decoded.map((one) => applyMisroutedChoice(one, misrouted));
    const decodedAt = performance.now();
    this.engine.acceptAll(records, (index, outcome) => {
      const record = records[index];
      if (record === undefined) return;
      if (!isMuted) this.listener.onRecords(outcome, 1);
      if (record.kind === "observations" && outcome !== "rejected") this.compare(record.at ?? this.newest, isMuted);
    });
    this.listener.onStage("decode", decodedAt - startedAt);
    this.listener.onStage("fold", performance.now() - decodedAt);
  }

  private compare(at: Instant, isMuted: boolean): void {
    if (at < this.newest && !isMuted) this.listener.onBehind(this.newest - at);
    this.newest = Math.max(this.newest, at);
  }
}

/** Messages before an offset, and those behind it. */
export function splitAt(
  messages: readonly LogRecord[],
  at: bigint,
): readonly [before: readonly LogRecord[], behind: readonly LogRecord[]] {
  return [messages.filter(({ offset }) => offset < at), messages.filter(({ offset }) => offset >= at)];
}
