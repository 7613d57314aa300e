import type { SavedPartition } from "../../../engine/store/saved";
import type { Instant } from "../../../models/instant";
import type { SavedRuns } from "../position/input-runs";
import type { RecordFingerprint } from "../position/input-fingerprint";
import type { SavedGaps } from "../gaps/partition-gaps";

/** Whose state it is: of which input, which is the names of its topics, folded by which group. */
export interface StateOwner {
  readonly input: string;
  readonly group: string;
}

/** What the state was made with, and whose it is: another one cannot go on from it. */
export interface StateKind extends StateOwner {
  readonly semantics: string;
  readonly partitions: number;
}

/** As of where the conversations in the state topic stand. Earlier releases did not say whose they are. */
export interface Checkpoint extends Omit<StateKind, keyof StateOwner>, Partial<StateOwner> {
  /** The place in the fold: of one topic its offset, of several the sum of theirs. */
  readonly offset: bigint;
  /** By topic, where there are several. */
  readonly offsets?: readonly (readonly [string, bigint])[] | undefined;
  /** The digest of the policy that held. */
  readonly policy: string;
  /** The form of what is packed; not in checkpoints of earlier releases. */
  readonly format?: string;
  readonly time: SavedPartition["time"];
  readonly counts: SavedPartition["counts"];
  /** How many conversations were marked as faulted; not in checkpoints of earlier releases. */
  readonly faulted?: number;
  /** What is known of gaps in the input, where that is asked for. */
  readonly gaps?: SavedGaps | undefined;
}

/** As-of was moved by the clock, before the record at a place. */
export interface Advance {
  readonly before: bigint;
  readonly asOf: Instant;
}

/** Up to where the outputs are written, by which policy, and how as-of was moved since the checkpoint. Earlier releases did not say whose it is. */
export interface StatePosition extends Partial<StateOwner & Pick<Checkpoint, "policy">> {
  /** The place in the fold: of one topic its offset, of several the sum of theirs. */
  readonly offset: bigint;
  /** Where there are several topics: the offset of each, and in which order they were read since the checkpoint. */
  readonly offsets?: Checkpoint["offsets"];
  readonly runs?: SavedRuns | undefined;
  readonly advances: readonly Advance[];
  /** Whether the record before the offset was played from a log; not in positions of earlier releases. */
  readonly isPlayed?: boolean;
  /** A record before the offset, by which the input is known again; not in positions of earlier releases. */
  readonly mark?: RecordFingerprint | undefined;
  /** Those of each topic, where there are several. */
  readonly marks?: readonly (readonly [string, RecordFingerprint | undefined])[];
}
