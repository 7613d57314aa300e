import { deserialize, serialize } from "node:v8";

import type { KafkaMessage } from "kafkajs";

import type { EvictionRecord } from "../../engine/eviction-records";
import type {
  SavedChanges,
  SavedContents,
  SavedConversation,
  SavedPartition,
  StoredConversation,
  StoredPartition,
} from "../../engine/saved";
import type { Instant } from "../../models/instant";
import type { Outgoing } from "./partition-writer";

/** What the state was made with: another one cannot go on from it. */
export interface StateKind {
  readonly semantics: string;
  readonly policy: string;
  readonly partitions: number;
}

/** As of where the conversations in the state topic stand. */
export interface Checkpoint extends StateKind {
  readonly offset: bigint;
  readonly time: SavedPartition["time"];
  readonly counts: SavedPartition["counts"];
  readonly faults?: SavedPartition["faults"];
}

/** As-of was moved by the clock, before the record at an offset. */
export interface Advance {
  readonly before: bigint;
  readonly asOf: Instant;
}

/** Up to where the outputs are written, and how as-of was moved since the checkpoint. */
export interface StatePosition {
  readonly offset: bigint;
  readonly advances: readonly Advance[];
  /** Whether the record before the offset was played from a log; not in positions of earlier releases. */
  readonly isPlayed?: boolean;
}

const FENCE = "@fence";
const CHECKPOINT = "@checkpoint";
const POSITION = "@position";
const CONVERSATION = "c:";
const EVICTED = "e:";
/**
 * Before the contents of a conversation: when it is due, when it is quiet, as of when it was judged, its revision. Before those
 * of an eviction record: until when news belong to it, the last news, as of when it was judged, its revision.
 */
const HEAD_BYTES = 4 * 8;

/** A message that ends a restore: all that was committed before it lies before it. */
export function encodeFence(topic: string, nonce: string): Outgoing {
  return { topic, key: FENCE, value: nonce };
}

/** What changed, as messages, and as of where. */
export function encodeChanges(topic: string, changes: SavedChanges, kind: StateKind, offset: bigint): Outgoing[] {
  const { time, counts, faults } = changes;
  const checkpoint: Checkpoint = { ...kind, offset, time, counts, ...(faults && { faults }) };
  return [
    ...changes.conversations.map(([id, saved]) => encodeConversation(topic, id, saved)),
    ...changes.evicted.map(([id, record]) => encodeEvicted(topic, id, record)),
    encodeCheckpoint(topic, checkpoint),
  ];
}

/** A conversation as a message; one that is no longer held leaves an empty one. */
export function encodeConversation(topic: string, id: string, saved: SavedConversation | undefined): Outgoing {
  return { topic, key: `${CONVERSATION}${id}`, value: saved ? packConversation(saved) : null };
}

/** The record of an evicted conversation as a message; one that is no longer held leaves an empty one. */
export function encodeEvicted(topic: string, id: string, record: EvictionRecord | undefined): Outgoing {
  return { topic, key: `${EVICTED}${id}`, value: record ? packRecord(record) : null };
}

/** As of where the conversations stand, as a message. */
export function encodeCheckpoint(topic: string, checkpoint: Checkpoint): Outgoing {
  return { topic, key: CHECKPOINT, value: serialize(checkpoint) };
}

function packConversation({ dueAt, quietAt, judgedAt, revision, chapters, toldPending }: SavedConversation): Buffer {
  const contents: SavedContents = { chapters, toldPending };
  return packHead([dueAt, quietAt, judgedAt, revision], serialize(contents));
}

function unpackConversation(id: string, bytes: Buffer): StoredConversation {
  const [dueAt, quietAt, judgedAt, revision] = unpackHead(bytes);
  return { id, dueAt, quietAt, judgedAt, revision, contents: bytes.subarray(HEAD_BYTES) };
}

function packRecord({ until, lastAt, judgedAt, revision, contents }: EvictionRecord): Buffer {
  return packHead([until, lastAt, judgedAt, revision], contents);
}

function unpackRecord(bytes: Buffer): EvictionRecord {
  const [until, lastAt, judgedAt, revision] = unpackHead(bytes);
  return { until, lastAt, judgedAt, revision, contents: bytes.subarray(HEAD_BYTES) };
}

function packHead(numbers: readonly [number, number, number, number], contents: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  for (const [index, number] of numbers.entries()) head.writeDoubleLE(number, index * 8);
  return Buffer.concat([head, contents]);
}

function unpackHead(bytes: Buffer): readonly [number, number, number, number] {
  const number = (index: number) => bytes.readDoubleLE(index * 8);
  return [number(0), number(1), number(2), number(3)];
}

/** The contents of a conversation that was restored. */
export function readContents(contents: Uint8Array): SavedContents {
  return deserialize(contents) as SavedContents;
}

/** The position, as a message. */
export function encodePosition(topic: string, position: StatePosition): Outgoing {
  return { topic, key: POSITION, value: serialize(position) };
}

/** Gathers a partition's state from its messages, in their order. */
export class StateReader {
  checkpoint: Checkpoint | undefined;
  position: StatePosition | undefined;
  bytes = 0;
  private readonly conversations = new Map<string, Buffer>();
  private readonly evicted = new Map<string, Buffer>();

  constructor(private readonly nonce: string) {}

  /** Takes a message; "last" at the reader's own fence. */
  take({ key, value }: KafkaMessage): "more" | "last" {
    const name = key?.toString() ?? "";
    this.bytes += value?.length ?? 0;
    if (name === FENCE) return value?.toString() === this.nonce ? "last" : "more";
    if (name.startsWith(CONVERSATION)) replace(this.conversations, name.slice(CONVERSATION.length), value);
    else if (name.startsWith(EVICTED)) replace(this.evicted, name.slice(EVICTED.length), value);
    else if (value !== null && name === CHECKPOINT) this.checkpoint = deserialize(value) as Checkpoint;
    else if (value !== null && name === POSITION) this.position = deserialize(value) as StatePosition;
    return "more";
  }

  /** The partition as it was; undefined where nothing was ever written. */
  partition(): StoredPartition | undefined {
    if (this.checkpoint === undefined) return undefined;
    const { time, counts, faults } = this.checkpoint;
    const conversations = [...this.conversations].map(([id, bytes]) => unpackConversation(id, bytes));
    const evicted = [...this.evicted].map(([id, bytes]) => [id, unpackRecord(bytes)] as const);
    return { time, counts, ...(faults && { faults }), conversations, evicted };
  }
}

function replace(held: Map<string, Buffer>, id: string, value: Buffer | null): void {
  if (value === null) held.delete(id);
  else held.set(id, value);
}
