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
