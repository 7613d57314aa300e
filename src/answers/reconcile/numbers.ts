import type { FinalMeasurement } from "../../models/final-conversation";
import type { PlatformNumber } from "../../models/platform-detail";

/** A number of ours, with its date in epoch ms. */
export interface OwnNumber {
  readonly name: string;
  readonly value: number;
  readonly at: number;
  readonly measurement: FinalMeasurement;
}

/** Two sources round a whole millisecond each their own way. */
export const SAME_MS = 1;

/** A number of a measurement. */
export function ownNumber(measurement: FinalMeasurement): OwnNumber {
  const { name, value, emitDate } = measurement;
  return { name, value, at: Date.parse(emitDate), measurement };
}

/** Whether value and date of two numbers lie within a tolerance; counts are equal or not. */
export function isWithin(one: PlatformNumber, other: PlatformNumber, toleranceMs: number): boolean {
  return hasSameValue(one, other, toleranceMs) && isNear(one.at, other.at, toleranceMs);
}

/** Whether two numbers of one name are as long, within a tolerance; counts are equal or not. */
export function hasSameValue(
  one: Pick<OwnNumber, "name" | "value">,
  other: Pick<OwnNumber, "value">,
  toleranceMs: number,
): boolean {
  return isNear(one.value, other.value, isCount(one.name) ? 0 : toleranceMs);
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
