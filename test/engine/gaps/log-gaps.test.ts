import { LogGaps } from "../../../src/engine/gaps/log-gaps";
import type { Decoded } from "../../../src/models/decoded";

const at = (offset: number) => ({ topic: "t", partition: 0, offset });
const record = (offset: number): Decoded => ({ kind: "ignored", position: at(offset), what: "heartbeat" });
const policyLine = (offset: number): Decoded => ({
  kind: "ignored",
  position: at(offset),
  what: "policySwitch",
  policySwitch: { partition: 0, offset, from: "start", digest: "0".repeat(16), values: {} as never },
});

describe("holes in a log", () => {
  it("are among its records: a line that tells of a policy is none", () => {
    const gaps = new LogGaps({ offsetGaps: true });
    for (const one of [policyLine(0), record(7), policyLine(8), record(9)]) gaps.take(one);
    expect(gaps.gaps().map(({ detail }) => detail)).toEqual(["offset 8"]);
  });
});
