import { createRecordReader } from "../../src/decoding/bytes/record-reader";
import { decodeRecords } from "../../src/decoding/decode";
import { policyLine } from "../../src/decoding/policy-line";
import { KEPT_POLICIES } from "../support/switches";

const place = { file: "night.ndjson", line: 3 };
const CHANGE = { ...KEPT_POLICIES[2]!, partition: 4, offset: 57, from: "now" as const };

/** Reads a line in both ways that there are. */
function read(line: string) {
  const bytes = Buffer.from(line);
  const [whole] = decodeRecords(bytes, place);
  expect(createRecordReader().readAll(bytes, 0, bytes.length, () => place)).toEqual([whole]);
  return whole;
}

describe("the line of a recording that says where a policy was switched", () => {
  it("says all of it", () => {
    const line = policyLine("participant-updates", CHANGE);
    expect(line).toMatch(/^\{"topic":"participant-updates","partition":4,"offset":57,/);
    expect(read(line)).toEqual({ kind: "ignored", what: "policySwitch", position: place, policySwitch: CHANGE });
  });

  it("keeps each queue, whatever its id", () => {
    const queues = Object.fromEntries([["__proto__", { holdMax: 5, media: {} }]]);
    const change = { ...CHANGE, values: { ...CHANGE.values, queues } };
    const decoded = read(policyLine("t", change));
    const values = decoded?.kind === "ignored" ? decoded.policySwitch?.values : undefined;
    expect(Object.entries(values?.queues ?? {})).toEqual(Object.entries(queues));
  });

  it("is rejected where something of it is wrong", () => {
    const { run } = CHANGE.values;
    const others = [
      { ...CHANGE, from: "soon" as "now" },
      { ...CHANGE, offset: -1 },
      { ...CHANGE, values: { ...CHANGE.values, run: { ...run, sweep: "soon" as unknown as number } } },
      {
        ...CHANGE,
        values: { ...CHANGE.values, calling: { calendars: [], defaults: { zone: "Mars/Base" }, queues: {} } },
      },
    ];
    const read_ = others.map((change) => read(policyLine("t", change)));
    const paths = read_.map((one) => (one?.kind === "rejected" ? one.rejections[0] : undefined));
    expect(paths).toMatchObject([
      { reason: "wrongType", path: "from" },
      { reason: "wrongType", path: "offset" },
      { reason: "wrongType", path: "policy.run.sweep" },
      // A zone of newer data than this Node has: deadlines cannot be worked out by it.
      { reason: "wrongType", path: "policy.calling.defaults.zone" },
    ]);
  });

  it("is one only as a line of a log: as the value of a record it is as any other value", () => {
    const inside = JSON.parse(policyLine("t", CHANGE)) as object;
    const line = JSON.stringify({ topic: "t", partition: 0, offset: 1, timestamp: 1_772_000_000_000, value: inside });
    expect(read(line)).toMatchObject({ kind: "rejected", rejections: [{ reason: "unknownShape" }] });
  });
});
