import { deserialize, serialize } from "node:v8";

import type { EvictionRecord } from "../../../engine/store/eviction-records";
import type { SavedContents, SavedConversation, StoredConversation } from "../../../engine/store/saved";
import type { Instant } from "../../../models/instant";

/**
 * Before the contents of a conversation: when it is due, when it is quiet, as of when it was judged, its revision, the number of its
 * policy. Before those of an eviction record: until when news belong to it, the last news, and the same three.
 */
const HEAD_NUMBERS = 5;
const HEAD_BYTES = HEAD_NUMBERS * 8;
const NO_CONTENTS = Buffer.alloc(0);

/** A conversation as bytes. */
export function packConversation({
  dueAt,
  quietAt,
  evaluatedAt,
  revision,
  policyNumber = 0,
  lifecycles,
  emittedPending,
}: SavedConversation): Buffer {
  const contents: SavedContents = { lifecycles, emittedPending };
  return packHead([dueAt, quietAt, evaluatedAt, revision, policyNumber], serialize(contents));
}

/** A conversation out of bytes, with its contents as they lie there. */
export function unpackConversation(id: string, bytes: Buffer): StoredConversation {
  const [dueAt, quietAt, evaluatedAt, revision, policyNumber] = unpackHead(bytes);
  return { id, dueAt, quietAt, evaluatedAt, revision, policyNumber, contents: bytes.subarray(HEAD_BYTES) };
}

/** An eviction record as bytes. */
export function packRecord({
  until,
  lastAt,
  evaluatedAt,
  revision,
  policyNumber = 0,
  contents,
}: EvictionRecord): Buffer {
  return packHead([until, lastAt, evaluatedAt, revision, policyNumber], contents);
}

/** An eviction record out of bytes. */
export function unpackRecord(bytes: Buffer): EvictionRecord {
  const [until, lastAt, evaluatedAt, revision, policyNumber] = unpackHead(bytes);
  return { until, lastAt, evaluatedAt, revision, policyNumber, contents: bytes.subarray(HEAD_BYTES) };
}

type Head = readonly [number, number, number, number, number];

function packHead(numbers: Head, contents: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  for (const [index, number] of numbers.entries()) head.writeDoubleLE(number, index * 8);
  return Buffer.concat([head, contents]);
}

function unpackHead(bytes: Buffer): Head {
  const number = (index: number) => bytes.readDoubleLE(index * 8);
  return [number(0), number(1), number(2), number(3), number(4)];
}

/** The instant of a mark as bytes. */
export function packMark(at: Instant): Buffer {
  const value = Buffer.alloc(8);
  value.writeDoubleLE(at);
  return value;
}

/** The instant of a mark out of bytes. */
export function unpackMark(bytes: Buffer): Instant {
  return bytes.readDoubleLE();
}

/** A conversation of which there are no contents, as it could not be saved. */
export function packUnsaved(): Buffer {
  return packHead([Infinity, Infinity, -Infinity, 0, 0], NO_CONTENTS);
}

/** Whether a conversation that was restored has contents: else it could not be saved. */
export function hasContents({ contents }: StoredConversation): boolean {
  return contents.length > 0;
}

/** The contents of a conversation that was restored. Throws where it could not be saved. */
export function readContents(contents: Uint8Array): SavedContents {
  if (contents.length === 0) throw new Error("the conversation could not be saved");
  return deserialize(contents) as SavedContents;
}
