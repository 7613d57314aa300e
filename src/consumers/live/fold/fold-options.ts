import type { RecordOutcome } from "../../../engine/ports";
import type { GapOptions } from "../../../engine/gaps/log-gaps";
import type { MessageDecoder } from "../records/message-decoder";
import type { OutputListener } from "./outbox";
import type { PolicyChoice } from "../policy/policy-choice";
import type { StateKind } from "../state/state-kinds";
import type { TopicNames } from "../port/topic-names";

/** What becomes of a record whose key is not its conversation: it goes to the dead letters, is folded where it lies, or ends the worker. */
export const MISROUTED_CHOICES = ["reject", "fold", "stop"] as const;
export type MisroutedChoice = (typeof MISROUTED_CHOICES)[number];

/** What the time of a batch goes into. */
export type Stage = "decode" | "fold" | "write";

/** Whoever counts what a fold comes to. */
export interface FoldListener extends OutputListener {
  readonly onRecords: (outcome: RecordOutcome, count: number) => void;
  /** Told of each record that came behind the newest of its partition: by how much. */
  readonly onBehind: (ms: number) => void;
  readonly onStage: (stage: Stage, ms: number) => void;
}

/** What a partition is folded with. What is counted is reported once it is committed. */
export interface FoldOptions extends FoldListener {
  readonly topics: TopicNames;
  /** One for all partitions of a worker. */
  readonly policies: PolicyChoice;
  readonly kind: StateKind;
  /** One for all partitions of a worker: it remembers much of what it read. */
  readonly decoder: MessageDecoder;
  readonly misrouted: MisroutedChoice;
  /** Which gaps of the input are to be known of; views are marked with them. */
  readonly gaps?: GapOptions;
}
