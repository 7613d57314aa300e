import type { ClaimedPartition } from "./assign-partitions";

/**
 * The partitions that a member of a consumer group owns, each with the generation of the group in which it was assigned. The member sends this
 * as its claim when the group rebalances, so that it keeps its partitions.
 */
export class PartitionOwnership {
  private generation = 0;
  /** The last generation that the group reported. */
  private latestGeneration = 0;
  private owned: ClaimedPartition[] = [];

  /** The group assigned these partitions. The generation is assumed to be the next one until `joinGeneration` reports it. */
  assign(partitions: readonly number[]): void {
    const known = this.owned.filter(({ partition }) => partitions.includes(partition));
    const isKnown = (one: number) => known.some(({ partition }) => partition === one);
    const added = partitions.filter((partition) => !isKnown(partition));
    this.owned = [...known, ...added.map((partition) => ({ partition, since: this.generation + 1 }))];
    this.generation += 1;
  }

  /** The group reports the generation that the member is part of. A group that was created anew counts from 1 again. */
  joinGeneration(generation: number): void {
    if (generation < this.generation) this.beginAnew();
    this.latestGeneration = generation;
    if (generation <= this.generation) return;
    const assumed = this.generation;
    this.owned = this.owned.map((one) => (one.since === assumed ? { ...one, since: generation } : one));
    this.generation = generation;
  }

  /**
   * The group was created anew. Partitions of the former group stay older than all that the new one assigns, in their order: the last of them gets
   * generation 0. Example: those of generations 40 and 50 become -10 and 0, and what was just assigned becomes 1.
   */
  private beginAnew(): void {
    const { generation: assumed, latestGeneration } = this;
    this.owned = this.owned.map((one) => ({ ...one, since: one.since === assumed ? 1 : one.since - latestGeneration }));
    this.generation = 1;
  }

  /** What the member sends to the one that assigns. */
  claim(): { readonly generation: number; readonly owned: readonly ClaimedPartition[] } {
    return { generation: this.generation, owned: this.owned };
  }
}
