import type { ClaimedPartition } from "./assign-partitions";

/** What a member of a group remembers of what it was given, so that it keeps it when all is assigned anew. */
export class Holdings {
  private generation = 0;
  /** The last one that it heard of. */
  private heard = 0;
  private held: ClaimedPartition[] = [];

  /** It was given these partitions. In which generation it hears later. */
  take(partitions: readonly number[]): void {
    const known = this.held.filter(({ partition }) => partitions.includes(partition));
    const isKnown = (one: number) => known.some(({ partition }) => partition === one);
    const fresh = partitions.filter((partition) => !isKnown(partition));
    this.held = [...known, ...fresh.map((partition) => ({ partition, since: this.generation + 1 }))];
    this.generation += 1;
  }

  /** Its group is in this generation, and it is part of it. A group that was made anew counts from 1 again. */
  hear(generation: number): void {
    if (generation < this.generation) this.beginAnew();
    this.heard = generation;
    if (generation <= this.generation) return;
    const assumed = this.generation;
    this.held = this.held.map((one) => (one.since === assumed ? { ...one, since: generation } : one));
    this.generation = generation;
  }

  /** What came to it in the group before came before all that comes in this one, in the order in which it came: the last of it in generation 0. */
  private beginAnew(): void {
    const { generation: assumed, heard } = this;
    this.held = this.held.map((one) => ({ ...one, since: one.since === assumed ? 1 : one.since - heard }));
    this.generation = 1;
  }

  /** What it says of itself to whoever assigns. */
  claim(): { readonly generation: number; readonly held: readonly ClaimedPartition[] } {
    return { generation: this.generation, held: this.held };
  }
}
