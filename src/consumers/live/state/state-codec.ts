import { deserialize, serialize } from "node:v8";

import type { EvictionRecord } from "../../../engine/store/eviction-records";
import {
  SAVED_FORMAT,
  type SavedChanges,
  type SavedConversation,
  type StoredPartition,
} from "../../../engine/store/saved";
import { AppError } from "../../../models/app-error";
import type { Instant } from "../../../models/instant";
import { KeptPolicies } from "../policy/policy-codec";
import type { LogRecord, Outgoing } from "../port/port";
import type { Checkpoint, StateKind, StatePosition } from "./state-kinds";
import { successorIn, type Successor } from "./successor";
import {
  packConversation,
  packMark,
  packRecord,
  packUnsaved,
  unpackConversation,
  unpackMark,
  unpackRecord,
} from "./state-values";

const FENCE = "@fence";
const CHECKPOINT = "@checkpoint";
const POSITION = "@position";
const CONVERSATION = "c:";
const EVICTED = "e:";
const FAULTED = "f:";

/** A message that ends a restore: all that was committed before it lies before it. */
export function encodeFence(topic: string, nonce: string): Outgoing {
  return { topic, key: FENCE, value: nonce };
}

/** What changed, as messages, and as of where; conversations are encoded already. */
export function encodeChanges(
  topic: string,
  changes: SavedChanges<Outgoing>,
  made: StateKind & Pick<Checkpoint, "policy" | "offset" | "offsets" | "gaps">,
): Outgoing[] {
  const { time, counts, faults } = changes;
  const checkpoint: Checkpoint = {
    ...made,
    format: SAVED_FORMAT,
    time,
    counts,
    faulted: faults.conversations,
  };
  return [
    ...changes.conversations.map(([id, one]) => (typeof one === "object" ? one : encodeAbsent(topic, id, one))),
    ...changes.evicted.map(([id, record]) => encodeEvicted(topic, id, record)),
    ...faults.marks.map(([id, at]) => encodeMark(topic, id, at)),
    encodeCheckpoint(topic, checkpoint),
  ];
}

/** A conversation as a message. */
export function encodeConversation(topic: string, id: string, saved: SavedConversation): Outgoing {
  return { topic, key: `${CONVERSATION}${id}`, value: packConversation(saved) };
}

/**
 * One without its state, as a message: that is empty where it is no longer resident. Of one that is resident and could not be saved an
 * older state would emit what is wrong, so it has no contents: what comes for it after a restore goes to the dead letters.
 */
export function encodeAbsent(topic: string, id: string, kind: "unsaved" | undefined): Outgoing {
  const value = kind === undefined ? null : packUnsaved();
  return { topic, key: `${CONVERSATION}${id}`, value };
}

/** The mark of a conversation on which a fault came about, as a message; one that is gone leaves an empty one. */
export function encodeMark(topic: string, id: string, at: Instant | undefined): Outgoing {
  return { topic, key: `${FAULTED}${id}`, value: at === undefined ? null : packMark(at) };
}

/** The record of an evicted conversation as a message; one that is no longer kept leaves an empty one. */
export function encodeEvicted(topic: string, id: string, record: EvictionRecord | undefined): Outgoing {
  return { topic, key: `${EVICTED}${id}`, value: record ? packRecord(record) : null };
}

/** As of where the conversations stand, as a message. */
export function encodeCheckpoint(topic: string, checkpoint: Checkpoint): Outgoing {
  return { topic, key: CHECKPOINT, value: serialize(checkpoint) };
}

/** The position, as a message. */
export function encodePosition(topic: string, position: StatePosition): Outgoing {
  return { topic, key: POSITION, value: serialize(position) };
}

/** The position that a message of the state topic is; undefined where it is something else. */
export function statePositionIn({ key, value }: Pick<LogRecord, "key" | "value">): StatePosition | undefined {
  return value !== null && key?.toString() === POSITION ? (deserialize(value) as StatePosition) : undefined;
}

/** Gathers a partition's state from its messages, in their order. */
export class StateReader {
  checkpoint: Checkpoint | undefined;
  position: StatePosition | undefined;
  successor: Successor | undefined;
  bytes = 0;
  /** Those that came to hold. */
  readonly policies = new KeptPolicies();
  private readonly conversations = new Map<string, Buffer>();
  private readonly evicted = new Map<string, Buffer>();
  private readonly faulted = new Map<string, Buffer>();

  constructor(private readonly nonce: string) {}

  /** Takes a message; "last" at the reader's own fence. */
  take({ key, value }: Pick<LogRecord, "key" | "value">): "more" | "last" {
    const name = key?.toString() ?? "";
    this.bytes += value?.length ?? 0;
    if (name === FENCE) return value?.toString() === this.nonce ? "last" : "more";
    if (name.startsWith(CONVERSATION)) replace(this.conversations, name.slice(CONVERSATION.length), value);
    else if (name.startsWith(EVICTED)) replace(this.evicted, name.slice(EVICTED.length), value);
    else if (name.startsWith(FAULTED)) replace(this.faulted, name.slice(FAULTED.length), value);
    else if (value !== null && name === CHECKPOINT) this.checkpoint = deserialize(value) as Checkpoint;
    else if (value !== null && name === POSITION) this.position = deserialize(value) as StatePosition;
    else if (!this.policies.take({ key, value })) this.successor = successorIn({ key, value }) ?? this.successor;
    return "more";
  }

  /**
   * The partition as it was; undefined where nothing was ever written. Throws `AppError` where it was packed in another form: nothing
   * of that is read.
   */
  partition(): StoredPartition | undefined {
    if (this.checkpoint === undefined) return undefined;
    if (this.checkpoint.format !== SAVED_FORMAT)
      throw new AppError(
        "stateWrong",
        "The state was saved by a version of convofold with another form of what is saved.",
        "Run that version, or fold again from the input under another --prefix.",
      );
    const { time, counts, faulted = 0 } = this.checkpoint;
    const conversations = [...this.conversations].map(([id, bytes]) => unpackConversation(id, bytes));
    const evicted = [...this.evicted].map(([id, bytes]) => [id, unpackRecord(bytes)] as const);
    const faults = { conversations: faulted, marks: this.marks() };
    return { time, counts, faults, policies: this.policies.all(), conversations, evicted };
  }

  /** The conversations that are marked as faulted, and since when. */
  marks(): (readonly [string, Instant])[] {
    return [...this.faulted].map(([id, bytes]) => [id, unpackMark(bytes)] as const);
  }
}

function replace(values: Map<string, Buffer>, id: string, value: Buffer | null): void {
  if (value === null) values.delete(id);
  else values.set(id, value);
}
