import { InputEnds } from "../../../../src/consumers/live/worker/input-ends";
import { lagOf } from "../../../../src/consumers/live/worker/input-lag";

const HIGH: Readonly<Record<string, bigint>> = { a: 10n, b: 10n };

async function ask(): Promise<InputEnds> {
  const log = {
    boundsOf: async (topic: string) => Promise.resolve([{ partition: 0, low: 0n, high: HIGH[topic] ?? 0n }]),
    groupOffsets: async () => Promise.resolve(new Map<number, bigint>()),
  };
  const ends = new InputEnds(log as unknown as ConstructorParameters<typeof InputEnds>[0], ["a", "b"], "g");
  await ends.ask(new Map(), false);
  return ends;
}

type Bounds = readonly [low: bigint, high: bigint];

/** The ends of one topic whose partitions have other bounds each time it is asked; the last ones stay. */
function endsOf(...answers: readonly (readonly Bounds[])[]): InputEnds {
  let asked = 0;
  const boundsOf = async () => {
    const bounds = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    return Promise.resolve(bounds.map(([low, high], partition) => ({ partition, low, high })));
  };
  return new InputEnds({ boundsOf } as unknown as ConstructorParameters<typeof InputEnds>[0], ["a"], "g");
}

/** How a partition is read on from here. */
const readingOn = (next: bigint) => ({ next: () => next, maySkip: () => true });

describe("whether some partition is amiss", () => {
  it("leaves out one that ends earlier than it did, where it is not served here", async () => {
    const full: Bounds = [0n, 10n];
    const less: Bounds = [0n, 9n];
    const ends = endsOf([full, full], [full, less]);
    const own = new Map([[0, readingOn(10n)]]);
    for (let times = 0; times < 3; times += 1) await ends.ask(own, false);
    expect(ends.isAmiss()).toBe(false);
  });

  it("leaves out one that is given up", async () => {
    const ends = endsOf(
      [
        [0n, 10n],
        [0n, 10n],
        [0n, 10n],
      ],
      [
        [5n, 10n],
        [0n, 9n],
        [0n, 10n],
      ],
    );
    const own = new Map([
      [0, readingOn(3n)],
      [1, readingOn(9n)],
      [2, readingOn(10n)],
    ]);
    for (let times = 0; times < 2; times += 1) await ends.ask(own, false);
    ends.keep([0, 2]);
    expect([ends.isAmiss(), [...ends.fallen]]).toEqual([true, []]);
    ends.keep([2]);
    expect(ends.isAmiss()).toBe(false);
  });

  it("keeps one in mind that is still served", async () => {
    const ends = endsOf([[0n, 10n]], [[0n, 9n]]);
    const own = new Map([[0, readingOn(9n)]]);
    for (let times = 0; times < 2; times += 1) await ends.ask(own, false);
    ends.keep([0]);
    expect([ends.isAmiss(), [...ends.fallen]]).toEqual([true, [0]]);
  });
});

describe("where the topics of a partition end", () => {
  it("does not count what was read of one behind its end for what another still has", async () => {
    const ends = await ask();
    const next: Readonly<Record<string, bigint>> = { a: 20n, b: 0n };
    const nextIn = (topic: string) => next[topic] ?? 0n;
    expect(ends.endOf(0, nextIn)).toBe(30n);
    const task = { isOpen: true, written: 20n, nextIn, writtenTimestamp: undefined };
    expect(lagOf([0], () => task, ends)).toEqual(new Map([[0, 10]]));
  });

  it("is the sum where all is read, and where nothing is known of how far they are read", async () => {
    const ends = await ask();
    expect([ends.endOf(0, () => 10n), ends.endOf(0)]).toEqual([20n, 20n]);
    expect(ends.endOf(1)).toBeUndefined();
  });

  it.each([
    [true, "Go on without them with --offset-gaps"],
    [false, "The state cannot be restored without them"],
  ])("says what to do where one is deleted while it is read on: may it be passed by? %s", async (mayPass, advice) => {
    const log = {
      boundsOf: async () => Promise.resolve([{ partition: 0, low: 5n, high: 9n }]),
      groupOffsets: async () => Promise.resolve(new Map<number, bigint>()),
    };
    const ends = new InputEnds(log as unknown as ConstructorParameters<typeof InputEnds>[0], ["a"], "g");
    const reading = new Map([[0, { next: () => 3n, maySkip: () => mayPass }]]);
    let failures = await ends.ask(reading, false);
    for (let looks = 1; looks < 6; looks += 1) failures = await ends.ask(reading, false);
    expect(failures.get(0)).toMatchObject({ code: "inputGap", advice: expect.stringContaining(advice) as string });
  });
});
