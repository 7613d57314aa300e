import { leastCostMatching, type PossiblePair } from "./least-cost-matching";

/** Beyond this many possible pairs that hang together, the best pair is taken first, and no other way is sought. */
const EXACT_MAX = 4000;

/**
 * Pairs things so that each is in one pair at most. The result has, in this order, the most pairs that agree, the most
 * pairs, the least sum of distances, and the lowest places; the order of `possible` changes nothing.
 */
export function assign(possible: readonly PossiblePair[]): PossiblePair[] {
  if (possible.length < 2) return [...possible];
  return componentsOf(possible).flatMap((pairs) => {
    if (pairs.length === 1) return pairs;
    return pairs.length <= EXACT_MAX ? leastCostMatching(pairs) : takeBestFirst(pairs);
  });
}

/** Parts of the problem that have nothing in common. */
function componentsOf(possible: readonly PossiblePair[]): PossiblePair[][] {
  const rootByLeft = new Map<number, PossiblePair[]>();
  const rootByRight = new Map<number, PossiblePair[]>();
  for (const pair of possible) {
    const left = rootByLeft.get(pair.left) ?? [];
    const right = rootByRight.get(pair.right) ?? [];
    const [large, small] = left.length < right.length ? [right, left] : [left, right];
    if (large !== small) {
      for (const moved of small) {
        large.push(moved);
        rootByLeft.set(moved.left, large);
        rootByRight.set(moved.right, large);
      }
    }
    large.push(pair);
    rootByLeft.set(pair.left, large);
    rootByRight.set(pair.right, large);
  }
  return [...new Set(rootByLeft.values())];
}

function takeBestFirst(pairs: readonly PossiblePair[]): PossiblePair[] {
  const lefts = new Set<number>();
  const rights = new Set<number>();
  const best = [...pairs].sort(
    (one, other) =>
      Number(other.agrees) - Number(one.agrees) ||
      one.distance - other.distance ||
      one.left - other.left ||
      one.right - other.right,
  );
  return best.filter(({ left, right }) => {
    if (lefts.has(left) || rights.has(right)) return false;
    lefts.add(left);
    rights.add(right);
    return true;
  });
}
