import type { Conversation } from "./conversation";

/** Lets conversations rest some time after their last news, the ones first that were quiet longest. */
export class RestingPlace {
  private readonly awake = new Set<Conversation>();

  constructor(private readonly awakeMax: number) {}

  add(conversation: Conversation): void {
    this.awake.delete(conversation);
    this.awake.add(conversation);
    if (this.awake.size <= this.awakeMax) return;
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
