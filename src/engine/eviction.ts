import { packValue } from "../packing/value-packer";
import { unpackValue } from "../packing/value-unpacker";
import { forgottenAfter } from "./chapter-end";
import type { Conversation } from "./conversation";
import type { EvictionRecord } from "./eviction-records";
import type { SavedContents } from "./saved";

/** What is kept of a conversation when it is evicted. */
export function toEvictionRecord(conversation: Conversation): EvictionRecord {
  const latest = conversation.latest();
  latest.compact();
  const { revision, judgedAt, chapters, toldPending } = conversation.save();
  const until = forgottenAfter(latest, conversation.policy);
  return { revision, judgedAt, lastAt: conversation.lastAt(), until, contents: packValue({ chapters, toldPending }) };
}

/** Lets an empty conversation go on where another was evicted. */
export function takeEvictionRecord(conversation: Conversation, { revision, judgedAt, contents }: EvictionRecord): void {
  conversation.takeHead({ revision, judgedAt, dueAt: Infinity, quietAt: Infinity });
  conversation.takeContents(unpackValue(contents) as SavedContents);
}
