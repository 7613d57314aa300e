import type { RecordOutcome } from "../../engine/ports";
import type { Decoded } from "../../models/decoded";
import type { Policy } from "../../models/policy";
import type { MessageDecoder } from "./message-decoder";
import type { OutputListener } from "./outbox";
import type { StateKind } from "./state-codec";
import type { TopicNames } from "./topics";

/** What the time of a batch goes into. */
export type Stage = "decode" | "fold" | "write";

/** What a partition is folded with. */
export interface FoldOrder extends OutputListener {
  readonly topics: TopicNames;
  readonly policy: Policy;
  readonly kind: StateKind;
  /** One for all partitions of a worker: it remembers much of what it read. */
  readonly decoder: MessageDecoder;
  /** Whether a record whose key is not its conversation is folded where it lies. */
  readonly mayBeMisrouted: boolean;
  readonly onRecord: (record: Decoded, outcome: RecordOutcome) => void;
  /** Told of each record that came behind the newest of its partition: by how much. */
  readonly onBehind: (ms: number) => void;
  readonly onStage: (stage: Stage, ms: number) => void;
}
