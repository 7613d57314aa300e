import fc from "fast-check";

import {
  assignPartitions,
  type ClaimingMember,
  type ClaimedPartition,
} from "../../../../src/consumers/live/group/assign-partitions";
import { runs } from "../../../support/runs";

/** A group in which partitions are assigned out each time somebody comes or goes. */
class Group {
  generation = 0;
  members: ClaimingMember[] = [];
  /** How often each partition came to another member. */
  readonly moves: number[];
  private owners: (string | undefined)[];
  private named = 0;

  constructor(readonly count: number) {
    this.moves = Array.from({ length: count }, () => 0);
    this.owners = this.moves.map(() => undefined);
  }

  join(): string {
    this.named += 1;
    const id = `${String((this.named * 7919) % 1000)}-${String(this.named)}`;
    this.members.push({ id, generation: 0, owned: [] });
    return id;
  }

  leave(id: string): void {
    this.members = this.members.filter((member) => member.id !== id);
  }

  rebalance(): ReadonlyMap<string, readonly ClaimedPartition[]> {
    const assigned = assignPartitions(this.members, this.count);
    this.generation += 1;
    this.members = this.members.map(({ id }) => ({ id, generation: this.generation, owned: assigned.get(id) ?? [] }));
    for (const [id, owned] of assigned) {
      for (const { partition } of owned) {
        if (this.owners[partition] === id) continue;
        this.moves[partition] = (this.moves[partition] ?? 0) + 1;
        this.owners[partition] = id;
      }
    }
    return assigned;
  }
}

const sizes = { workers: fc.integer({ min: 1, max: 9 }), count: fc.integer({ min: 1, max: 256 }) };

function grown(workers: number, count: number): Group {
  const group = new Group(count);
  for (let joined = 0; joined < workers; joined += 1) {
    group.join();
    group.rebalance();
  }
  group.moves.fill(0);
  return group;
}

test("every partition is assigned to one member, and no member has two more than another", () => {
  const claims = fc.record({
    generation: fc.nat(4),
    owned: fc.array(fc.record({ partition: fc.nat(40), since: fc.nat(4) }), { maxLength: 20 }),
  });
  fc.assert(
    fc.property(fc.array(claims, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 40 }), (all, count) => {
      const members = all.map((claim, index) => ({ id: `m${String(index)}`, ...claim }));
      const assigned = assignPartitions(members, count);

      const numbers = [...assigned.values()].flatMap((owned) => owned.map(({ partition }) => partition));
      expect(numbers.sort((left, right) => left - right)).toEqual(Array.from({ length: count }, (_, number) => number));
      const lengths = members.map(({ id }) => assigned.get(id)?.length ?? 0);
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      expect(assignPartitions([...members].reverse(), count)).toEqual(assigned);
    }),
    runs(300),
  );
});

test("who stays keeps what it had, but for what others lack", () => {
  fc.assert(
    fc.property(sizes.workers, sizes.count, (workers, count) => {
      const group = grown(workers, count);
      group.rebalance();
      expect(Math.max(...group.moves)).toBe(0);

      group.join();
      group.rebalance();
      const moved = group.moves.filter((times) => times > 0).length;
      expect(moved).toBeLessThanOrEqual(Math.ceil(count / (workers + 1)));
    }),
    runs(200),
  );
});

test("a restart of one worker after the other moves each partition at most twice", () => {
  fc.assert(
    fc.property(sizes.workers, sizes.count, (workers, count) => {
      const group = grown(workers, count);
      for (const { id } of [...group.members]) {
        group.leave(id);
        if (group.members.length > 0) group.rebalance();
        group.join();
        group.rebalance();
      }
      expect(Math.max(...group.moves)).toBeLessThanOrEqual(2);
    }),
    runs(300),
  );
});

test("a restart that the group notices as one change moves each partition once", () => {
  fc.assert(
    fc.property(sizes.workers, sizes.count, (workers, more) => {
      const group = grown(workers, workers + more);
      for (const { id } of [...group.members]) {
        group.leave(id);
        group.join();
        group.rebalance();
      }
      expect(Math.max(...group.moves)).toBe(1);
    }),
    runs(300),
  );
});

test("of two that claim one partition the one has it that was part of the later generation", () => {
  const claim = (id: string, generation: number): ClaimingMember => ({
    id,
    generation,
    owned: [{ partition: 0, since: generation }],
  });
  const assigned = assignPartitions([claim("frozen", 3), claim("rightful", 4)], 2);

  expect(assigned.get("rightful")?.map(({ partition }) => partition)).toEqual([0]);
  expect(assigned.get("frozen")?.map(({ partition }) => partition)).toEqual([1]);
});
