import { compareText } from "../../../models/position";

/** A partition that a member has, and the generation of its group in which it came to it; below 1 where the group was made anew since. */
export interface ClaimedPartition {
  readonly partition: number;
  readonly since: number;
}

/** A member of a group, with what it had in the last generation that it was part of. */
export interface ClaimingMember {
  readonly id: string;
  /** 0 where it was part of none. */
  readonly generation: number;
  readonly held: readonly ClaimedPartition[];
}

/**
 * Assigns the partitions of a topic: to each member as many as to any other, or one more, and to each what it had as far as that
 * allows. Whoever must release some releases those that came to it last: so a worker that was stopped and comes back, be it under
 * another id, gets what it had, and a restart of one worker after the other moves a partition at most twice. The same members get
 * the same, in whatever order they are named.
 */
export function assignPartitions(members: readonly ClaimingMember[], count: number): Map<string, ClaimedPartition[]> {
  const assigned = keepClaims(members, count);
  releaseSurplus(assigned, count);
  const next = 1 + Math.max(0, ...members.map(({ generation }) => generation));
  const taken = new Set(assigned.flatMap(({ held }) => held.map(({ partition }) => partition)));
  for (let partition = 0; partition < count; partition += 1)
    if (!taken.has(partition)) poorest(assigned)?.held.push({ partition, since: next });
  return new Map(assigned.map(({ id, held }) => [id, held]));
}

interface Assigned {
  readonly id: string;
  readonly held: ClaimedPartition[];
  readonly cameWith: number;
}

/** To each what it had. Of two that claim one partition the one knows it better that was part of a later generation. */
function keepClaims(members: readonly ClaimingMember[], count: number): Assigned[] {
  const byTrust = [...members].sort(
    (left, right) => right.generation - left.generation || compareText(left.id, right.id),
  );
  const taken = new Set<number>();
  const claimed = byTrust.map(({ id, held }) => {
    const own = held.filter(({ partition }) => {
      if (partition >= count || taken.has(partition)) return false;
      taken.add(partition);
      return true;
    });
    return { id, held: own, cameWith: own.length };
  });
  return claimed.sort((left, right) => compareText(left.id, right.id));
}

/**
 * Takes from each what is more than its share. Some may have one more. Where others lack what nobody is to have, who came to it as all
 * was assigned last has it for one that is away, who may be back: then it releases it.
 */
function releaseSurplus(assigned: readonly Assigned[], count: number): void {
  const [share, oneMore] = [Math.floor(count / assigned.length), count % assigned.length];
  for (const { held } of assigned) held.sort((left, right) => left.since - right.since);
  const latest = Math.max(-Infinity, ...assigned.flatMap(({ held }) => held.map(({ since }) => since)));
  const lacking = assigned.reduce((sum, { cameWith }) => sum + Math.max(0, share - cameWith), 0);
  const free = assigned.reduce((left, { cameWith }) => left - cameWith, count);
  const sinceOf = ({ held }: Assigned) => held[share]?.since ?? Infinity;
  const richest = assigned
    .filter((one) => one.cameWith > share && (lacking <= free || sinceOf(one) < latest))
    .sort((left, right) => sinceOf(left) - sinceOf(right))
    .slice(0, oneMore);
  for (const one of assigned) one.held.length = Math.min(one.held.length, share + (richest.includes(one) ? 1 : 0));
}

/** Who has least; of several who came with least. */
function poorest(assigned: readonly Assigned[]): Assigned | undefined {
  let poor = assigned[0];
  for (const one of assigned) {
    const more = poor === undefined ? 0 : poor.held.length - one.held.length || poor.cameWith - one.cameWith;
    if (more > 0) poor = one;
  }
  return poor;
}
