import type { AppError } from "../../../models/app-error";
import type { DuringPhase } from "./phases";
import type { TopicNames } from "./topic-names";

/**
 * What a service needs of the log that it runs on, in words of its own. Each adapter keeps the same contract: one is over a cluster of
 * brokers, one in memory.
 */
export interface TopicLog extends PartitionLog, InputLog {
  readonly connect: () => Promise<void>;
  /** Lets go of the log; in any case within some seconds. */
  readonly disconnect: () => Promise<void>;
  /** Makes a member of a group, which joins once it is started. */
  readonly createMember: (options: MemberOptions, listener: MemberListener) => GroupMember;
  readonly errors: LogErrors;
}

/** What serving one partition needs of a log. */
export interface PartitionLog {
  /** Makes a writer; it does nothing before it is opened. */
  readonly createWriter: (partition: number, options: WriterOptions) => PartitionWriter;
  readonly read: ReadPartition;
  readonly boundsOf: (topic: string) => Promise<readonly PartitionBounds[]>;
  /** By partition, the offset of the first record that is at least as young as an instant, or the end where there is none. */
  readonly offsetsAt: (topic: string, at: number) => Promise<ReadonlyMap<number, bigint>>;
  /** How long a topic keeps records, in ms by their own timestamps; undefined where for ever. */
  readonly retentionOf: (topic: string) => Promise<number | undefined>;
}

/** What of a log says where a topic ends, and how far a group is. */
export interface InputLog extends Pick<PartitionLog, "boundsOf"> {
  /** How many partitions a topic has now; 0 where it is not there. */
  readonly partitionCount: (topic: string) => Promise<number>;
  /** By partition, the offset that a group is to read next; those of which the group said nothing are left out. */
  readonly groupOffsets: (groupId: string, topic: string) => Promise<ReadonlyMap<number, bigint>>;
}

/** The value of a header: the client of a broker gives bytes, and what has no value is no value. */
export type HeaderValue = Buffer | string | null | undefined;

/** The headers of a record by name; several of one name as a list. */
export type RecordHeaders = Readonly<Record<string, HeaderValue | readonly HeaderValue[]>>;

/** A record as it lies in a partition. */
export interface LogRecord {
  readonly offset: bigint;
  /** In epoch ms; below 0 where none is known. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: RecordHeaders | undefined;
}

/** A record that is to be written to a topic; its partition is the writer's. */
export interface Outgoing {
  readonly topic: string;
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers?: RecordHeaders;
}

/** Where a partition of a topic begins, and behind its last record. */
export interface PartitionBounds {
  readonly partition: number;
  readonly low: bigint;
  readonly high: bigint;
}

/** Where a partition of the input begins and ends, as the log has it. */
export type InputBounds = Pick<PartitionBounds, "low" | "high">;

/** The bounds of a partition among those of its topic. */
export function boundsIn(bounds: readonly PartitionBounds[], number: number): InputBounds {
  return bounds.find(({ partition }) => partition === number) ?? { low: 0n, high: 0n };
}

/** A partition, and how much of it is to be read. */
export interface Reading {
  readonly topic: string;
  readonly partition: number;
  /** The offset to begin at; the first that there is where it is not given. */
  readonly from?: bigint;
  /** Whether to end where there is nothing more; else more is waited for. */
  readonly endsWhenEmpty?: boolean;
}

/** Whether there is more to be read. */
export type Taken = "more" | "last";

/**
 * Reads the records of one partition in their order, without those of transactions that were aborted, and none behind the begin of a
 * transaction that is open, until `take` says that it has seen the last one. Throws where the log refuses.
 */
export type ReadPartition = (reading: Reading, take: (record: LogRecord) => Taken | Promise<Taken>) => Promise<void>;

/** For which group and topics a writer writes. */
export interface WriterOptions {
  readonly groupId: string;
  readonly topics: TopicNames;
  readonly during: DuringPhase;
}

/** The name under which whoever writes the outputs of a partition fences all others, whatever group they are of. */
export function writerId({ topics }: Pick<WriterOptions, "topics">, partition: number): string {
  return `${topics.state}.${partition}`;
}

/** How far a group is in a partition, by input topic. */
export type GroupOffsets = ReadonlyMap<string, bigint>;

/** Writes for one input partition in transactions. */
export interface PartitionWriter {
  /**
   * Fences whoever wrote the same outputs of the partition before: that one writes nothing more, and its open transaction is aborted. Returns
   * once that is so.
   */
  readonly open: () => Promise<void>;
  /**
   * Writes records, in their order for each topic, and how far the group is, where that is given: all or nothing. Where it throws,
   * nobody knows which; whoever opens next finds out.
   */
  readonly write: (records: readonly Outgoing[], groupOffsets: GroupOffsets | undefined) => Promise<void>;
  /** Writes nothing more. Returns in any case within some seconds, and throws nothing. */
  readonly close: () => Promise<void>;
}

/** As what a member joins its group. */
export interface MemberOptions {
  readonly groupId: string;
  /** What it reads; of several topics the partitions of one number go to one member. */
  readonly topics: readonly string[];
  /** After how long without a heartbeat the group gives a member up. */
  readonly sessionMs: number;
}

/** Records that were fetched of a partition. */
export interface FetchedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** The offset that was asked for, and the one behind all that was seen. */
  readonly from: bigint;
  readonly after: bigint;
  /** Whether the partition was paused, or is fetched from elsewhere by now. */
  readonly isStale: boolean;
}

/** Told of what happens to a member of a group. */
export interface MemberListener {
  /** It is a member of its group, and the partitions of these numbers are its own, in each topic. Each is fetched from where the group is. */
  readonly onJoined: (partitions: readonly number[]) => void;
  /** The group deals out its partitions anew, and it is no member before it joined again. */
  readonly onRebalancing: () => void;
  /** The group has answered that it still is a member. */
  readonly onHeartbeat: () => void;
  /** It is no member any more; `joinsAgain`: unless it soon is. */
  readonly onCrashed: (error: Error, joinsAgain: boolean) => void;
  /** Returns whether the batch was taken, so that what lies behind it is fetched next. */
  readonly onFetched: (batch: FetchedBatch) => boolean;
  /** To be called for a batch that was taken: resolves once more may be fetched. It never takes long: nothing is fetched of any partition meanwhile. */
  readonly whenFetchable: (batch: Pick<FetchedBatch, "topic" | "partition">) => Promise<void>;
  /** There is no record from one offset up to another: marks of transactions, or what was aborted. */
  readonly onSkipped: (topic: string, partition: number, from: bigint, after: bigint) => void;
  /** Whether it is to join again after a crash. */
  readonly isStaying: () => boolean;
}

/** Steers how partitions are fetched. A call while it is no member is dropped. */
export interface Fetching {
  /** Lets nothing more be fetched of a partition. */
  readonly pause: (topic: string, partition: number) => void;
  /** Lets it be fetched again. */
  readonly resume: (topic: string, partition: number) => void;
  readonly seek: (topic: string, partition: number, offset: bigint) => void;
}

/** A member of a group, which is given partitions and fetches their records. */
export interface GroupMember extends Fetching {
  readonly start: () => Promise<void>;
  /** Leaves the group; in any case within some seconds. */
  readonly leave: () => Promise<void>;
}

/** What an error of a log means: somebody took the partition over, a right is missing, or the log is away or failed. */
export type LogErrorKind = "fenced" | "refused" | "cluster";

/** Says what errors mean. */
export interface LogErrors {
  /** Undefined where it is none of the log's. */
  readonly kindOf: (error: unknown) => LogErrorKind | undefined;
  /** Whether it may be over with the next attempt, for all that the log knows. */
  readonly mayPass: (error: unknown) => boolean;
  /** It as a failure of the world, with what to do next. */
  readonly asAppError: (error: unknown) => AppError;
}
