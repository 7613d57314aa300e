import type { PlatformNumber } from "../../models/platform-detail";
import { LeftNumbers } from "./left-numbers";
import { isCount, SAME_MS, type OwnNumber } from "./numbers";

/** How a number of ours and one of the platform compare. `missing`: the platform has it, we do not; `extra`: the other way. */
export type PairStatus = "matched" | "withinTolerance" | "different" | "missing" | "extra";

/** A number as the two sides have it. */
export interface NumberPair {
  readonly name: string;
  readonly status: PairStatus;
  readonly ours: OwnNumber | undefined;
  readonly platform: PlatformNumber | undefined;
}

/** A number that both sides have. */
export interface Both {
  readonly ours: OwnNumber;
  readonly platform: PlatformNumber;
}

/** The two numbers of a pair, where it has two. */
export function bothOf({ ours, platform }: NumberPair): Both | undefined {
  return ours === undefined || platform === undefined ? undefined : { ours, platform };
}

/**
 * Pairs the numbers of one name on one communication: first those that are the same, then those within the tolerance, then those that
 * share their value, or one end of their time. A count is paired with the nearest that is left, and so are two that stand alone.
 */
export function pairNumbers(
  ours: readonly OwnNumber[],
  platform: readonly PlatformNumber[],
  toleranceMs: number,
): NumberPair[] {
  const left = new LeftNumbers(ours);
  const leftPlatform = new Set(platform);
  const pairs: NumberPair[] = [];
  const isAlone = ours.length === 1 && platform.length === 1;
  for (const { status, find } of ROUNDS) {
    if (left.count === 0) break;
    for (const one of leftPlatform) {
      const nearest = find(left, one, toleranceMs, isAlone);
      if (nearest === undefined) continue;
      leftPlatform.delete(one);
      pairs.push({ name: one.name, status, ours: left.take(nearest), platform: one });
    }
  }
  const missing = [...leftPlatform].map((one): NumberPair => ({
    name: one.name,
    status: "missing",
    ours: undefined,
    platform: one,
  }));
  const extra = left.rest().map((own): NumberPair => ({
    name: own.name,
    status: "extra",
    ours: own,
    platform: undefined,
  }));
  return [...pairs, ...missing, ...extra];
}

interface Round {
  readonly status: PairStatus;
  /** The number of ours, by its place, that a number of the platform is paired with. */
  readonly find: (
    ours: LeftNumbers,
    platform: PlatformNumber,
    toleranceMs: number,
    isAlone: boolean,
  ) => number | undefined;
}

const ROUNDS: readonly Round[] = [
  { status: "matched", find: (ours, platform) => ours.within(platform, SAME_MS) },
  { status: "withinTolerance", find: (ours, platform, toleranceMs) => ours.within(platform, toleranceMs) },
  { status: "different", find: (ours, platform) => (isCount(platform.name) ? undefined : ours.ofValue(platform)) },
  { status: "different", find: (ours, platform, toleranceMs) => ours.ofEnd(platform, toleranceMs) },
  {
    status: "different",
    find: (ours, platform, _toleranceMs, isAlone) =>
      isAlone || isCount(platform.name) ? ours.nearest(platform) : undefined,
  },
];

/** A pair that is neither the same nor within the tolerance. */
export function isDifference({ status }: NumberPair): boolean {
  return status !== "matched" && status !== "withinTolerance";
}
