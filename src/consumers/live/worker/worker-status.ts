import type { EngineCounts } from "../../../engine/ports";
import type { OwnedPartitions } from "./owned-partitions";

/** What a worker is now. */
export interface WorkerStatus {
  readonly partitions: readonly number[];
  /** Whether it is in its group, and all partitions that it was given are restored, and have got on since they last failed. */
  readonly isReady: boolean;
  readonly openConversations: number;
  /** How many conversations lie ahead of stream time with nothing to confirm it. */
  readonly timeSuspects: number;
  /** How many had ended long before they were first seen, and how many a fault of our own met. */
  readonly longEnded: number;
  readonly faulted: number;
  /** How many grew past their bound. */
  readonly pastBound: number;
  /** The latest instant of any partition; undefined before there was one. */
  readonly streamTime: number | undefined;
  /** The records that wait, by partition, where that is known. */
  readonly lag: ReadonlyMap<number, number>;
  /** How old the last folded record is where some wait, in ms, by partition. */
  readonly lagMs: ReadonlyMap<number, number>;
  /** The partitions whose latest record was played from a log: the clock does not apply to them. */
  readonly played: readonly number[];
  /** How many of its partitions are not restored yet. */
  readonly restoring: number;
  /** How many bytes the packed records in memory take. */
  readonly stateBytes: number;
}

/** How a worker stands with the partitions that it owns. */
export function statusOf(owned: OwnedPartitions, isMember: boolean): WorkerStatus {
  const tasks = owned.all();
  const folds = tasks.map(({ fold }) => fold);
  const counts = folds.map((fold) => fold.counts());
  const sum = (name: keyof EngineCounts) => counts.reduce((total, each) => total + each[name], 0);
  const latest = Math.max(-Infinity, ...folds.map((fold) => fold.latest()));
  return {
    partitions: [...owned.numbers()].sort((one, other) => one - other),
    isReady: isMember && owned.ready().length === owned.numbers().length,
    openConversations: sum("openConversations"),
    timeSuspects: sum("timeSuspects"),
    longEnded: sum("longEndedConversations"),
    faulted: sum("faultedConversations"),
    pastBound: sum("pastBoundConversations"),
    streamTime: latest > -Infinity ? latest : undefined,
    lag: owned.lag(),
    lagMs: owned.lagMs(Date.now()),
    played: tasks.flatMap(({ partition, fold }) => (fold.input.isPlayed ? [partition] : [])),
    restoring: owned.numbers().filter((partition) => owned.get(partition)?.task.isOpen !== true).length,
    stateBytes: folds.reduce((total, fold) => total + fold.packedBytes(), 0),
  };
}
