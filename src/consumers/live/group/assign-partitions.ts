import { compareText } from "../../../models/position";

/** A partition that a member owns, and the generation of the group in which it was assigned; below 1 where the group was created anew since. */
export interface ClaimedPartition {
  readonly partition: number;
  readonly since: number;
}

/** A member of a group, with the partitions that it owned in the last generation that it was part of. */
export interface ClaimingMember {
  readonly id: string;
  /** 0 where it was part of none. */
  readonly generation: number;
  readonly owned: readonly ClaimedPartition[];
}

/**
 * Assigns partitions 0 to `count` - 1. The numbers of partitions of any two members differ by at most one, and as far as that allows, each
 * member keeps what it owned. A member with too many releases those that were assigned to it last. Example: A and B own 0–3 and 4–7; B is
 * restarted, A owns all meanwhile; when B is back, A releases 4–7. So a rolling restart moves a partition at most twice. The result does not
 * depend on the order of members.
 */
export function assignPartitions(members: readonly ClaimingMember[], count: number): Map<string, ClaimedPartition[]> {
  const assigned = keepClaims(members, count);
  releaseSurplus(assigned, count);
  const next = 1 + Math.max(0, ...members.map(({ generation }) => generation));
  const taken = new Set(assigned.flatMap(({ owned }) => owned.map(({ partition }) => partition)));
  for (let partition = 0; partition < count; partition += 1)
    if (!taken.has(partition)) poorest(assigned)?.owned.push({ partition, since: next });
  return new Map(assigned.map(({ id, owned }) => [id, owned]));
}

interface Assigned {
  readonly id: string;
  readonly owned: ClaimedPartition[];
  readonly cameWith: number;
}

/** Each member keeps what it owned. Where two claim one partition, the member of the later generation keeps it. */
function keepClaims(members: readonly ClaimingMember[], count: number): Assigned[] {
  const byTrust = [...members].sort(
    (left, right) => right.generation - left.generation || compareText(left.id, right.id),
  );
  const taken = new Set<number>();
  const claimed = byTrust.map(({ id, owned }) => {
    const own = owned.filter(({ partition }) => {
      if (partition >= count || taken.has(partition)) return false;
      taken.add(partition);
      return true;
    });
    return { id, owned: own, cameWith: own.length };
  });
  return claimed.sort((left, right) => compareText(left.id, right.id));
}

/**
 * Takes from each member what exceeds its share. As many members as the division leaves over may keep one more, those first whose surplus is
 * oldest. Where unowned partitions do not suffice for the members below their share, a surplus that was assigned in the latest generation is
 * released, too: its former owner may just have come back.
 */
function releaseSurplus(assigned: readonly Assigned[], count: number): void {
  const [share, oneMore] = [Math.floor(count / assigned.length), count % assigned.length];
  for (const { owned } of assigned) owned.sort((left, right) => left.since - right.since);
  const latest = Math.max(-Infinity, ...assigned.flatMap(({ owned }) => owned.map(({ since }) => since)));
  const lacking = assigned.reduce((sum, { cameWith }) => sum + Math.max(0, share - cameWith), 0);
  const free = assigned.reduce((left, { cameWith }) => left - cameWith, count);
  const sinceOf = ({ owned }: Assigned) => owned[share]?.since ?? Infinity;
  const richest = assigned
    .filter((one) => one.cameWith > share && (lacking <= free || sinceOf(one) < latest))
    .sort((left, right) => sinceOf(left) - sinceOf(right))
    .slice(0, oneMore);
  for (const one of assigned) one.owned.length = Math.min(one.owned.length, share + (richest.includes(one) ? 1 : 0));
}

/** The member with the fewest partitions; of several, the one that came with the fewest. */
function poorest(assigned: readonly Assigned[]): Assigned | undefined {
  let poor = assigned[0];
  for (const one of assigned) {
    const more = poor === undefined ? 0 : poor.owned.length - one.owned.length || poor.cameWith - one.cameWith;
    if (more > 0) poor = one;
  }
  return poor;
}
