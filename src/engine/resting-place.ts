import type { Conversation } from "./conversation";

/** How many conversations of a partition are kept awake: news of them may follow at once. */
const AWAKE_MAX = 256;

/** Lets conversations rest some time after their last news, the ones first that were quiet longest. */
export class RestingPlace {
  private readonly awake = new Set<Conversation>();

  add(conversation: Conversation): void {
    this.awake.delete(conversation);
    this.awake.add(conversation);
    if (this.awake.size <= AWAKE_MAX) return;
    for (const longest of this.awake) {
      this.awake.delete(longest);
      longest.rest();
      return;
    }
  }

  remove(conversation: Conversation): void {
    this.awake.delete(conversation);
  }
}
