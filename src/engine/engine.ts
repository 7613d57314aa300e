import { BOUNDS } from "../models/bounds";
import type { DeadlineRecord } from "../models/deadline";
import type { Decoded } from "../models/decoded";
import type { Fault } from "../models/fault";
import type { Instant } from "../models/instant";
import type { MeasurementRecord } from "../models/measurement";
import type { Policy } from "../models/policy";
import type { PolicySwitch } from "../models/policy-switch";
import type { ConversationTimeline } from "../models/timeline";
import { foldParticipant } from "../reducers/participant";
import { acceptBatch, decodingFault } from "./accept-batch";
import { saveAll, sumCounts, emitViews, standingOfResident, timelinesOf, viewOfResident } from "./across-partitions";
import { partitionFor } from "./partitioner";
import type { TransitionProgress } from "./policy-transition";
import type { EngineOptions, OnRecord } from "./engine-options";
import { containTaking } from "./store/faults";
import { ByteStore } from "../packing/byte-store";
import type { Partition } from "./partition";
import { Partitions } from "./partitions";
import type { EngineCounts, Outputs, RecordOutcome } from "./ports";
import type { ConversationRecord } from "../models/view";
import type { KeepConversation, ReadContents, SavedChanges, SavedEngine, StoredPartition } from "./store/saved";
import { PendingOutputs } from "./emit/pending-outputs";
import { stageOf } from "./emit/stage";
import { Undo } from "./history/undo";

/**
 * The one engine behind live and replay: takes decoded records in the order of their source and emits to its outputs what
 * they change.
 */
export interface Engine {
  readonly accept: (record: Decoded) => RecordOutcome;
  /**
   * Takes several, with the same outcome as one by one; faster, as it folds those of a conversation together. `onRecord`
   * is called before what a record causes is emitted.
   */
  readonly acceptAll: (records: readonly Decoded[], onRecord?: OnRecord) => void;
  /** Moves as-of in a partition, or in all, by number: makes overdue what is due by then. Stream time stays. */
  readonly advance: (asOf: Instant, partition?: number) => void;
  /** When the earliest deadline of a partition is to be looked at: an `advance` up to there makes nothing overdue. May be too early. */
  readonly nextDueAt: (partition: number) => Instant;
  /** Ends a run: as-of is the latest instant of the log, or `until`, in every partition; then every view, by id. */
  readonly finish: (until?: Instant) => void;
  /** The latest instant of any partition; -Infinity where none has one. */
  readonly latest: () => Instant;
  /** The numbers of the partitions that were seen. */
  readonly partitions: () => readonly number[];
  /** What emits the view of every resident conversation, one after the other, by id. */
  readonly views: (asOf: Instant) => Iterable<() => void>;
  readonly counts: () => EngineCounts;
  /** How many bytes its packed records take. */
  readonly packedBytes: () => number;
  /** What it must know to go on where it is; undefined, with a fault, where a conversation cannot be saved. */
  readonly save: () => SavedEngine | undefined;
  /** What changed in a partition since the last time, each conversation as `keep` has it; where the engine tracks that. */
  readonly takeChanges: <Kept>(partition: number, keep: KeepConversation<Kept>) => SavedChanges<Kept>;
  /** The ids of what changed in a partition since they were asked for last; for an engine that tracks it. */
  readonly takeChangedIds: (partition: number) => ReadonlySet<string>;
  /** The ids of the resident conversations of a partition. */
  readonly ids: (partition: number) => Iterable<string>;
  /** The view of a conversation as of now; undefined where it is not resident. */
  readonly view: (conversationId: string) => ConversationRecord | undefined;
  /** What was emitted of a conversation and stands, for an engine that emits changes; nothing where it is neither resident nor remembered. */
  readonly standing: (conversationId: string) => readonly (MeasurementRecord | DeadlineRecord)[];
  /** Goes on where another was; for an engine that has seen nothing of its partitions. */
  readonly load: (saved: SavedEngine) => void;
  /** The same for one partition, whose conversations are read when a record of them comes. */
  readonly restore: (partition: number, stored: StoredPartition, read: ReadContents) => void;
  /** From now on a partition goes by another policy. Throws `AppError` where that would need what is no longer there. */
  readonly switchPolicy: (change: PolicySwitch) => void;
  /** Switches up to so many of the conversations of a partition to a policy that is in effect for all, and emits what that corrects. */
  readonly switchSome: (partition: number, most: number) => TransitionProgress;
  /** A conversation laid out in time, once for each of its lifecycles; undefined where it is not resident. */
  readonly timelines: (conversationId: string) => readonly ConversationTimeline[] | undefined;
}

/** An engine that has seen nothing. */
// eslint-disable-next-line max-lines-per-function -- a factory: its functions are short and share this state
export function createEngine(policy: Policy, outputs: Outputs, options: EngineOptions = {}): Engine {
  const { fold = foldParticipant, tracksChanges = false, bounds = BOUNDS, emits = "changes" } = options;
  const stage = stageOf(outputs);
  const context = { store: new ByteStore(), undo: new Undo(), fold, tracksChanges, bounds, emits, stage };
  const partitions = new Partitions(policy, context);
  let misrouted = 0;
  /** As all was settled last. */
  let misroutedBefore = 0;

  function settle(pending: PendingOutputs, onRecord: OnRecord): void {
    for (const partition of partitions.values()) partition.fold(pending);
    for (const partition of partitions.values()) partition.settle(pending);
    context.undo.commit();
    misroutedBefore = misrouted;
    pending.emit(outputs, onRecord);
  }

  function rollBack(): void {
    for (const partition of partitions.values()) partition.rollBack();
    context.undo.rollBack();
    misrouted = misroutedBefore;
  }

  function take(record: Decoded, pending: PendingOutputs, settleNow: () => void): void {
    if (record.kind !== "observations") {
      const change = record.kind === "ignored" ? record.policySwitch : undefined;
      if (change !== undefined) return partitions.takeSwitch(change, pending, settleNow);
      const index = pending.begin(record.kind);
      if (record.kind === "rejected") pending.addRejections(index, record.rejections);
      const fault = decodingFault(record);
      if (fault !== undefined) pending.addFault(index, fault);
      return;
    }
    const { conversationId, partition } = record;
    const given = partitions.at(partition ?? partitionFor(conversationId));
    let home = given;
    const takeIn = (settle: () => void) => {
      if (partition !== undefined) home = partitions.homeOf(conversationId, given, settle);
      if (home.needsSettled(record)) settle();
      if (home !== given) misrouted += 1;
      home.take(record, pending.begin("folded"), pending);
      if (record.at === undefined) settle();
    };
    containTaking(settleNow, takeIn, (error) => home.faultIn(record, error));
  }

  function acceptAll(records: readonly Decoded[], onRecord: OnRecord = () => undefined): void {
    acceptBatch(records, {
      take,
      settle: (pending) => settle(pending, onRecord),
      rollBack,
    });
  }

  function accept(record: Decoded): RecordOutcome {
    let became: RecordOutcome = "folded";
    acceptAll([record], (_index, outcome) => (became = outcome));
    return became;
  }

  function advance(partition: Partition, asOf: Instant): void {
    const pending = new PendingOutputs();
    partition.advance(asOf, pending.begin("folded"));
    partition.settle(pending);
    pending.emit(outputs, () => undefined);
  }

  const onFault = (fault: Fault) => outputs.fault?.(fault);
  const latest = () => Math.max(-Infinity, ...partitions.values().map((partition) => partition.time.stream));

  function finish(until?: Instant): void {
    const asOf = Math.max(until ?? -Infinity, latest());
    for (const number of partitions.numbers()) advance(partitions.at(number), asOf);
    for (const emit of emitViews(partitions.values(), asOf, outputs)) emit();
  }

  return {
    accept,
    acceptAll,
    advance(asOf, partition) {
      const moved = partition === undefined ? partitions.numbers() : [partition];
      for (const number of moved) advance(partitions.at(number), asOf);
    },
    nextDueAt: (partition) => partitions.at(partition).passing.reminders.due.earliest(),
    finish,
    latest,
    partitions: () => partitions.numbers(),
    views: (asOf) => emitViews(partitions.values(), asOf, outputs),
    counts: () => sumCounts(partitions.values(), misrouted),
    packedBytes: () => context.store.bytesUsed(),
    save: () => saveAll(misrouted, partitions.byNumber(), onFault),
    load(saved) {
      misrouted += saved.misrouted;
      misroutedBefore = misrouted;
      for (const [number, partition] of saved.partitions)
        partitions.at(number, partition.policies).state.load(partition);
    },
    restore(number, stored, read) {
      partitions.at(number, stored.policies).state.restore(stored, read);
    },
    switchPolicy(change) {
      partitions.switchPolicy(change);
    },
    switchSome: (partition, most) =>
      partitions.switchSome(partition, most, (pending) => pending.emit(outputs, () => undefined)),
    takeChanges: (partition, keep) => partitions.at(partition).state.takeChanges(keep, onFault),
    takeChangedIds: (partition) => partitions.at(partition).dirty.takeUnseen(),
    ids: (partition) => partitions.at(partition).ids(),
    view: (id) => viewOfResident(partitions.values(), id, onFault),
    standing: (id) => standingOfResident(partitions.values(), id, onFault),
    timelines: (id) => timelinesOf(partitions.values(), id),
  };
}
