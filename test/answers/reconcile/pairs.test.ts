import fc from "fast-check";

import { isCount, isNear, isWithin, ownNumber, startOf, type OwnNumber } from "../../../src/answers/reconcile/numbers";
import { pairNumbers, type NumberPair } from "../../../src/answers/reconcile/pairs";
import type { FinalMeasurement } from "../../../src/models/final-conversation";
import type { PlatformNumber } from "../../../src/models/platform-detail";

const numberOf = (name: string, value: number, at: number): OwnNumber =>
  ownNumber({ id: `${name}${at}`, name, value, emitDate: new Date(at).toISOString() } as FinalMeasurement);

/** What pairing is, said as plainly as it can be: it looks at all that is left, for each number. */
function pairPlainly(ours: readonly OwnNumber[], platform: readonly PlatformNumber[], toleranceMs: number) {
  const isAlone = ours.length === 1 && platform.length === 1;
  const rounds: ((own: OwnNumber, one: PlatformNumber) => boolean)[] = [
    (own, one) => isWithin(own, one, 1),
    (own, one) => isWithin(own, one, toleranceMs),
    (own, one) => isNear(own.value, one.value, 1) && !isCount(own.name),
    (own, one) => isNear(own.at, one.at, toleranceMs) || isNear(startOf(own), startOf(one), toleranceMs),
    (own) => isAlone || isCount(own.name),
  ];
  const [leftOurs, leftPlatform] = [new Set(ours), new Set(platform)];
  const pairs: (readonly [OwnNumber | undefined, PlatformNumber | undefined])[] = [];
  for (const isPair of rounds) {
    for (const one of leftPlatform) {
      const [nearest] = [...leftOurs]
        .filter((own) => isPair(own, one))
        .sort((left, right) => Math.abs(left.at - one.at) - Math.abs(right.at - one.at));
      if (nearest === undefined) continue;
      leftOurs.delete(nearest);
      leftPlatform.delete(one);
      pairs.push([nearest, one]);
    }
  }
  return [
    ...pairs,
    ...[...leftPlatform].map((one) => [undefined, one] as const),
    ...[...leftOurs].map((own) => [own, undefined] as const),
  ];
}

const sides = (pairs: readonly NumberPair[]) => pairs.map(({ ours, platform }) => [ours, platform] as const);

describe("pairing numbers", () => {
  it("finds for each number what a look at all of them finds", () => {
    const number = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 40 }));
    fc.assert(
      fc.property(
        fc.constantFrom("tHeld", "nConsult"),
        fc.array(number, { maxLength: 12 }),
        fc.array(number, { maxLength: 12 }),
        fc.integer({ min: 0, max: 5 }),
        (name, mine, theirs, toleranceMs) => {
          const ours = mine.map(([value, at]) => numberOf(name, value, at));
          const platform = theirs.map(([value, at]) => ({ name, value, at }));
          expect(sides(pairNumbers(ours, platform, toleranceMs))).toEqual(pairPlainly(ours, platform, toleranceMs));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("pairs a hundred thousand numbers of one session, of which none is the same", () => {
    const ours = Array.from({ length: 100_000 }, (_, index) => numberOf("tHeld", 1000 + index, index * 60_000));
    const platform = ours.map(({ name, value, at }) => ({ name, value, at: at + 20_000 }));
    const pairs = pairNumbers(ours, platform, 1000);
    const isPaired = ({ status, ours: own, platform: one }: NumberPair) =>
      status === "different" && own?.value === one?.value;
    expect(pairs.every(isPaired)).toBe(true);
    expect(pairs).toHaveLength(100_000);
  });
});
