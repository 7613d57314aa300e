/** What a worker is now. */
export interface WorkerStatus {
  readonly partitions: readonly number[];
  /** Whether it is in its group, and all partitions that it has are restored. */
  readonly isReady: boolean;
  readonly openConversations: number;
  /** The latest instant of any partition; undefined before there was one. */
  readonly streamTime: number | undefined;
  /** The records that wait, by partition, where that is known. */
  readonly lag: ReadonlyMap<number, number>;
  /** How old the last record is that was dealt with where some wait, in ms, by partition. */
  readonly lagMs: ReadonlyMap<number, number>;
  /** How many partitions are being restored. */
  readonly restoring: number;
  /** How many bytes the packed records in memory take. */
  readonly stateBytes: number;
}
