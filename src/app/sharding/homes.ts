import type { Batch } from "./protocol";

/** With which worker each conversation is, by the hash of its id. */
export class Homes {
  private readonly homes = new Map<number, number>();

  /** Takes what each worker saw for the first time; false where a conversation is with two of them. */
  take(batches: readonly Batch[]): boolean {
    return batches.every(({ conversations }, worker) =>
      conversations.every((hash) => {
        const home = this.homes.get(hash) ?? worker;
        this.homes.set(hash, home);
        return home === worker;
      }),
    );
  }
}
