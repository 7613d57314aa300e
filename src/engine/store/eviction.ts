import { packValue } from "../../packing/value-packer";
import { unpackValue } from "../../packing/value-unpacker";
import { forgottenAfter } from "../history/lifecycle-end";
import type { Conversation } from "./conversation";
import { EMITTED } from "./emitted";
import type { EvictionRecord } from "./eviction-records";
import type { SavedContents } from "./saved";

/** What is kept of a conversation when it is evicted. */
export function toEvictionRecord(conversation: Conversation): EvictionRecord {
  const latest = conversation.latest();
  latest.compact();
  const { revision, evaluatedAt, policyNumber, emitted, lifecycles, emittedPending } = conversation.save();
  const until = forgottenAfter(latest, conversation.policy);
  const contents = packValue({ lifecycles, emittedPending });
  return { revision, evaluatedAt, policyNumber, emitted, lastAt: conversation.lastAt(), until, contents };
}

/** Lets an empty conversation go on where another was evicted; returns it. */
export function takeEvictionRecord(
  conversation: Conversation,
  { revision, evaluatedAt, policyNumber, emitted, contents }: EvictionRecord,
): Conversation {
  conversation.takeHead({
    revision,
    evaluatedAt,
    policyNumber,
    emitted: emitted ?? EMITTED.nothing,
    dueAt: Infinity,
    quietAt: Infinity,
  });
  conversation.takeContents(unpackValue(contents) as SavedContents);
  return conversation;
}
