import type { HeldPartition } from "./deal-partitions";

/** What a member of a group remembers of what it was given, so that it keeps it when all is dealt out anew. */
export class Holdings {
  private generation = 0;
  private held: HeldPartition[] = [];

  /** It was given these partitions. In which generation it hears later. */
  take(partitions: readonly number[]): void {
    const known = this.held.filter(({ partition }) => partitions.includes(partition));
    const isKnown = (one: number) => known.some(({ partition }) => partition === one);
    const fresh = partitions.filter((partition) => !isKnown(partition));
    this.held = [...known, ...fresh.map((partition) => ({ partition, since: this.generation + 1 }))];
    this.generation += 1;
  }

  /** Its group is in this generation, and it is part of it. */
  hear(generation: number): void {
    if (generation <= this.generation) return;
    const assumed = this.generation;
    this.held = this.held.map((one) => (one.since === assumed ? { ...one, since: generation } : one));
    this.generation = generation;
  }

  /** What it says of itself to whoever deals out. */
  claim(): { readonly generation: number; readonly held: readonly HeldPartition[] } {
    return { generation: this.generation, held: this.held };
  }
}
