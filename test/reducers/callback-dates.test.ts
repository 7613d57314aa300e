import type { CommunicationTimeline } from "../../src/models/timeline";
import { isThere, isThereBeyond } from "../../src/reducers/callback-dates";

const lasting = (from: number, to: number | undefined) =>
  ({
    appeared: { at: from },
    state: { phases: to === undefined ? {} : { ended: { at: to } } },
  }) as unknown as CommunicationTimeline;

describe("whether a communication was there", () => {
  it("counts the instant of its end, and does not where it must go on", () => {
    const one = lasting(10, 20);
    expect([9, 10, 19, 20, 21].map((at) => isThere(one, at))).toEqual([false, true, true, true, false]);
    expect([9, 10, 19, 20, 21].map((at) => isThereBeyond(one, at))).toEqual([false, true, true, false, false]);
    expect([isThere(lasting(10, undefined), 99), isThereBeyond(lasting(10, undefined), 99)]).toEqual([true, true]);
  });
});
