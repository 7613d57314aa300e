import { assignPartitions } from "../../../../src/consumers/live/group/assign-partitions";
import { PartitionOwnership } from "../../../../src/consumers/live/group/partition-ownership";

const sinceOf = (ownership: PartitionOwnership) =>
  Object.fromEntries(ownership.claim().owned.map(({ partition, since }) => [partition, since]));

test("a member remembers since which generation it has each partition, as it hears of it", () => {
  const ownership = new PartitionOwnership();
  ownership.assign([0, 1]);
  ownership.joinGeneration(5);
  expect(sinceOf(ownership)).toEqual({ 0: 5, 1: 5 });
  ownership.assign([1, 2]);
  ownership.joinGeneration(8);
  expect(ownership.claim().generation).toBe(8);
  expect(sinceOf(ownership)).toEqual({ 1: 5, 2: 8 });
});

test("in a group that is made anew what came before keeps its order, and is older than what comes", () => {
  const ownership = new PartitionOwnership();
  ownership.assign([0]);
  ownership.joinGeneration(40);
  ownership.assign([0, 1]);
  ownership.joinGeneration(50);
  ownership.assign([0, 1, 2]);
  ownership.joinGeneration(1);

  expect(ownership.claim().generation).toBe(1);
  expect(sinceOf(ownership)).toEqual({ 0: -10, 1: 0, 2: 1 });
  ownership.assign([0, 1, 2, 3]);
  ownership.joinGeneration(2);
  expect(sinceOf(ownership)).toMatchObject({ 2: 1, 3: 2 });
});

/** A group of members that remember, whose generations begin anew at some moment. */
class Group {
  private readonly members = new Map<string, PartitionOwnership>();
  private readonly owners = new Map<number, string>();
  private generation = 0;
  private named = 0;
  readonly moves = new Map<number, number>();

  constructor(private readonly count: number) {}

  ids(): string[] {
    return [...this.members.keys()];
  }

  join(): void {
    this.named += 1;
    this.members.set(`m${String(this.named).padStart(3, "0")}`, new PartitionOwnership());
  }

  leave(id: string): void {
    this.members.delete(id);
  }

  /** The broker forgets the group; its members join again. */
  beginAnew(): void {
    this.generation = 0;
  }

  rebalance(): void {
    const claims = [...this.members].map(([id, ownership]) => ({ id, ...ownership.claim() }));
    this.generation += 1;
    for (const [id, held] of assignPartitions(claims, this.count)) {
      const ownership = this.members.get(id);
      ownership?.assign(held.map(({ partition }) => partition));
      ownership?.joinGeneration(this.generation);
      for (const { partition } of held) {
        if (this.owners.get(partition) !== id) this.moves.set(partition, (this.moves.get(partition) ?? 0) + 1);
        this.owners.set(partition, id);
      }
    }
  }
}

/** Restarts one worker after the other; the group is made anew before one of them. */
function restartAll(workers: number, count: number, anewBefore: number): number {
  const group = new Group(count);
  for (let joined = 0; joined < workers; joined += 1) {
    group.join();
    group.rebalance();
  }
  for (let times = 0; times < 40; times += 1) group.rebalance();
  group.moves.clear();
  for (const [index, id] of group.ids().entries()) {
    if (index === anewBefore) group.beginAnew();
    group.leave(id);
    group.rebalance();
    group.join();
    group.rebalance();
  }
  return Math.max(...group.moves.values());
}

test("a restart of one worker after the other moves no partition more than twice, whenever the group is made anew", () => {
  for (const workers of [2, 3, 5, 8])
    for (const count of [7, 8, 13, 64])
      for (let anewBefore = 0; anewBefore <= workers; anewBefore += 1)
        expect([workers, count, anewBefore, restartAll(workers, count, anewBefore) <= 2]).toEqual([
          workers,
          count,
          anewBefore,
          true,
        ]);
});
