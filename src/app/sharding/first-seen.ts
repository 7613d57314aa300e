import { hashOf } from "../../models/hash";

/** Recognises conversations that were not seen before. Each is kept as a hash of 52 bits. */
export class FirstSeen {
  private readonly seen = new Set<number>();

  /** The hash of a conversation where it is seen for the first time. */
  add(conversationId: string): number | undefined {
    const hash = hashOf(conversationId) * 2 ** 20 + (hashOf(`~${conversationId}`) >>> 12);
    if (this.seen.has(hash)) return undefined;
    this.seen.add(hash);
    return hash;
  }
}
