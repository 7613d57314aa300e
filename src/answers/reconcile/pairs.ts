import type { FinalMeasurement } from "../../models/final-conversation";
import type { PlatformNumber } from "../../models/platform-detail";

/** A number of ours, with its date in epoch ms. */
export interface OwnNumber {
  readonly name: string;
  readonly value: number;
  readonly at: number;
  readonly measurement: FinalMeasurement;
}

/** How a number of ours and one of the platform compare. `missing`: the platform has it, we do not; `extra`: the other way. */
export type PairStatus = "matched" | "withinTolerance" | "different" | "missing" | "extra";

/** A number as the two sides have it. */
export interface NumberPair {
  readonly name: string;
  readonly status: PairStatus;
  readonly ours: OwnNumber | undefined;
  readonly platform: PlatformNumber | undefined;
}

/** Two sources round a whole millisecond each their own way. */
const SAME_MS = 1;

/** A number of a measurement. */
export function ownNumber(measurement: FinalMeasurement): OwnNumber {
  const { name, value, emitDate } = measurement;
  return { name, value, at: Date.parse(emitDate), measurement };
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
  const [leftOurs, leftPlatform] = [new Set(ours), new Set(platform)];
  const pairs: NumberPair[] = [];
  const isAlone = ours.length === 1 && platform.length === 1;
  for (const { status, isPair } of ROUNDS) {
    for (const one of leftPlatform) {
      const candidates = [...leftOurs].filter((own) => isPair(own, one, toleranceMs, isAlone));
      const nearest = candidates.sort((left, right) => Math.abs(left.at - one.at) - Math.abs(right.at - one.at))[0];
      if (nearest === undefined) continue;
      leftOurs.delete(nearest);
      leftPlatform.delete(one);
      pairs.push({ name: one.name, status, ours: nearest, platform: one });
    }
  }
  const missing = [...leftPlatform].map((one): NumberPair => ({
    name: one.name,
    status: "missing",
    ours: undefined,
    platform: one,
  }));
  const extra = [...leftOurs].map((own): NumberPair => ({
    name: own.name,
    status: "extra",
    ours: own,
    platform: undefined,
  }));
  return [...pairs, ...missing, ...extra];
}

interface Round {
  readonly status: PairStatus;
  readonly isPair: (ours: OwnNumber, platform: PlatformNumber, toleranceMs: number, isAlone: boolean) => boolean;
}

const ROUNDS: readonly Round[] = [
  { status: "matched", isPair: (ours, platform) => isWithin(ours, platform, SAME_MS) },
  { status: "withinTolerance", isPair: isWithin },
  {
    status: "different",
    isPair: (ours, platform) => isNear(ours.value, platform.value, SAME_MS) && !isCount(ours.name),
  },
  {
    status: "different",
    isPair: (ours, platform, toleranceMs) =>
      isNear(ours.at, platform.at, toleranceMs) || isNear(startOf(ours), startOf(platform), toleranceMs),
  },
  { status: "different", isPair: (ours, _platform, _toleranceMs, isAlone) => isAlone || isCount(ours.name) },
];

/** Whether value and date of two numbers lie within a tolerance; counts are equal or not. */
function isWithin(ours: OwnNumber, platform: PlatformNumber, toleranceMs: number): boolean {
  const valueTolerance = isCount(ours.name) ? 0 : toleranceMs;
  return isNear(ours.value, platform.value, valueTolerance) && isNear(ours.at, platform.at, toleranceMs);
}

/** Whether a name is a count's, not a length's. */
export function isCount(name: string): boolean {
  return !name.startsWith("t");
}

/** Whether two instants or lengths lie at most so far apart. */
export function isNear(one: number, other: number, toleranceMs: number): boolean {
  return Math.abs(one - other) <= toleranceMs;
}

/** When what a number measures began; a count has no length. */
export function startOf({
  name,
  value,
  at,
}: {
  readonly name: string;
  readonly value: number;
  readonly at: number;
}): number {
  return isCount(name) ? at : at - value;
}
