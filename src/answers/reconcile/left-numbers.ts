import { itemAt } from "../../models/item-at";
import type { PlatformNumber } from "../../models/platform-detail";
import { NearestIndex } from "./nearest";
import { isNear, isWithin, SAME_MS, startOf, type OwnNumber } from "./numbers";

/** Numbers of ours of one name that are still to be paired, by their places. Of several that may be, the nearest in time is found. */
export class LeftNumbers {
  private readonly left: Set<number>;
  private readonly byDate: NearestIndex<number>;
  private byValue: ReadonlyMap<number, NearestIndex<number>> | undefined;
  private byStart: NearestIndex<number> | undefined;

  constructor(private readonly ours: readonly OwnNumber[]) {
    this.left = new Set(ours.keys());
    this.byDate = this.indexBy([...this.left], ({ at }) => at);
  }

  get count(): number {
    return this.left.size;
  }

  take(place: number): OwnNumber {
    this.left.delete(place);
    return this.at(place);
  }

  rest(): OwnNumber[] {
    return [...this.left].map((place) => this.at(place));
  }

  /** One whose value and date lie within a tolerance. */
  within(platform: PlatformNumber, toleranceMs: number): number | undefined {
    return this.byDate.nearest(platform.at, toleranceMs, (place) => isWithin(this.at(place), platform, toleranceMs));
  }

  /** One of the same value. */
  ofValue({ value, at }: PlatformNumber): number | undefined {
    this.byValue ??= this.indexByValue();
    const whole = Math.floor(value);
    const found = [whole - 1, whole, whole + 1].flatMap((near) => {
      const place = this.byValue?.get(near)?.nearest(at, Infinity, (one) => isNear(this.at(one).value, value, SAME_MS));
      return place === undefined ? [] : [place];
    });
    return this.nearestOf(found, at);
  }

  /** One that shares its end, or its start. */
  ofEnd(platform: PlatformNumber, toleranceMs: number): number | undefined {
    const byEnd = this.byDate.nearest(platform.at, toleranceMs);
    if (byEnd !== undefined) return byEnd;
    this.byStart ??= this.indexBy([...this.left], startOf);
    return this.nearestOf(this.byStart.within(startOf(platform), toleranceMs), platform.at);
  }

  nearest({ at }: PlatformNumber): number | undefined {
    return this.byDate.nearest(at, Infinity);
  }

  private nearestOf(places: Iterable<number>, at: number): number | undefined {
    const distanceOf = (place: number) => Math.abs(this.at(place).at - at);
    return [...places].sort((one, other) => distanceOf(one) - distanceOf(other) || one - other)[0];
  }

  private indexByValue(): ReadonlyMap<number, NearestIndex<number>> {
    const places = new Map<number, number[]>();
    for (const place of this.left) {
      const whole = Math.floor(this.at(place).value);
      const known = places.get(whole);
      if (known === undefined) places.set(whole, [place]);
      else known.push(place);
    }
    return new Map([...places].map(([whole, all]) => [whole, this.indexBy(all, ({ at }) => at)] as const));
  }

  private indexBy(places: readonly number[], keyOf: (own: OwnNumber) => number): NearestIndex<number> {
    return new NearestIndex(
      places,
      (place) => keyOf(this.at(place)),
      (place) => this.left.has(place),
    );
  }

  private at(place: number): OwnNumber {
    return itemAt(this.ours, place);
  }
}
