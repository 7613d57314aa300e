import { compareText } from "../../models/position";

/** A partition that a member has, and the generation of its group in which it came to it; below 1 where the group was made anew since. */
export interface HeldPartition {
  readonly partition: number;
  readonly since: number;
}

/** A member of a group, with what it had in the last generation that it was part of. */
export interface DealtMember {
  readonly id: string;
  /** 0 where it was part of none. */
  readonly generation: number;
  readonly held: readonly HeldPartition[];
}

/**
 * Deals out the partitions of a topic: to each member as many as to any other, or one more, and to each what it had as far as that
 * allows. Whoever must give up some gives up those that came to it last: so a worker that was stopped and comes back, be it under
 * another id, gets what it had, and a restart of one worker after the other moves a partition at most twice. The same members get
 * the same, in whatever order they are named.
 */
export function dealPartitions(members: readonly DealtMember[], count: number): Map<string, HeldPartition[]> {
  const dealt = keepClaims(members, count);
  giveUp(dealt, count);
  const next = 1 + Math.max(0, ...members.map(({ generation }) => generation));
  const taken = new Set(dealt.flatMap(({ held }) => held.map(({ partition }) => partition)));
  for (let partition = 0; partition < count; partition += 1)
    if (!taken.has(partition)) poorest(dealt)?.held.push({ partition, since: next });
  return new Map(dealt.map(({ id, held }) => [id, held]));
}

interface Dealt {
  readonly id: string;
  readonly held: HeldPartition[];
  readonly cameWith: number;
}

/** To each what it had. Of two that claim one partition the one knows it better that was part of a later generation. */
function keepClaims(members: readonly DealtMember[], count: number): Dealt[] {
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
 * was dealt out last has it for one that is away, who may be back: then it gives it up.
 */
function giveUp(dealt: readonly Dealt[], count: number): void {
  const [share, oneMore] = [Math.floor(count / dealt.length), count % dealt.length];
  for (const { held } of dealt) held.sort((left, right) => left.since - right.since);
  const latest = Math.max(-Infinity, ...dealt.flatMap(({ held }) => held.map(({ since }) => since)));
  const lacking = dealt.reduce((sum, { cameWith }) => sum + Math.max(0, share - cameWith), 0);
  const free = dealt.reduce((left, { cameWith }) => left - cameWith, count);
  const sinceOf = ({ held }: Dealt) => held[share]?.since ?? Infinity;
  const richest = dealt
    .filter((one) => one.cameWith > share && (lacking <= free || sinceOf(one) < latest))
    .sort((left, right) => sinceOf(left) - sinceOf(right))
    .slice(0, oneMore);
  for (const one of dealt) one.held.length = Math.min(one.held.length, share + (richest.includes(one) ? 1 : 0));
}

/** Who has least; of several who came with least. */
function poorest(dealt: readonly Dealt[]): Dealt | undefined {
  let poor = dealt[0];
  for (const one of dealt) {
    const more = poor === undefined ? 0 : poor.held.length - one.held.length || poor.cameWith - one.cameWith;
    if (more > 0) poor = one;
  }
  return poor;
}
