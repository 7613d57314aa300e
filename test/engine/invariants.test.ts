import { simulate, USUAL_OPTIONS } from "../../src/consumers/simulation/player";
import { readPolicyFile } from "../../src/app/policy-file";
import { decodeRecord } from "../../src/decoding/decode";
import { finalOf, foldDecoded, type Emitted } from "../support/run";

/** What every run must keep, whatever the log. */

const lines = [...simulate({ ...USUAL_OPTIONS, conversations: 600, seed: 31, disorder: 3, duplicates: 3 })].flatMap(
  (output) => ("line" in output ? [output.line] : []),
);
const decode = (some: readonly string[]) =>
  some.map((line, index) => decodeRecord(Buffer.from(line), { file: "f", line: index + 1 }));
const settings = { policy: readPolicyFile("samples/policy.yaml") };
const whole = foldDecoded(decode(lines), settings);
const cutOff = foldDecoded(decode(lines.slice(0, Math.floor(lines.length / 3))), settings);
const communications = (emitted: Emitted) =>
  emitted.conversations.flatMap(({ participants }) =>
    participants.flatMap((one) =>
      one.communications.map((communication) => ({ purpose: one.purpose, ...communication })),
    ),
  );

describe.each([
  ["a whole log", whole],
  ["a log that breaks off", cutOff],
])("in %s", (_, emitted) => {
  it("offered = answered + abandoned + flowed out + cancelled + still waiting, per queue and medium", () => {
    const offered = new Map<string, number>();
    for (const { name, queueId, mediaType } of finalOf(emitted.measurements)) {
      if (name === "nOffered")
        offered.set(
          `${String(queueId)} ${String(mediaType)}`,
          (offered.get(`${String(queueId)} ${String(mediaType)}`) ?? 0) + 1,
        );
    }
    for (const [key, count] of offered) {
      const outcomes = communications(emitted).filter(
        (one) => one.queueOutcome !== undefined && `${String(one.queueId)} ${one.mediaType}` === key,
      );
      expect({ key, outcomes: outcomes.length }).toEqual({ key, outcomes: count });
    }
    const byName = (name: string) => finalOf(emitted.measurements).filter((record) => record.name === name).length;
    const byOutcome = (outcome: string) =>
      communications(emitted).filter(({ queueOutcome }) => queueOutcome === outcome).length;
    expect([byName("tAbandon"), byName("tFlowOut"), byName("tAnswered")]).toEqual([
      byOutcome("abandoned"),
      byOutcome("flowOut"),
      byOutcome("answered"),
    ]);
    expect(offered.size).toBeGreaterThan(10);
  });

  it("the segments of a communication do not overlap and cover its life up to its end", () => {
    for (const { segments, endTime } of communications(emitted)) {
      segments.forEach(({ startTime, endTime: until }, index) => {
        expect((until ?? startTime) >= startTime).toBe(true);
        if (index > 0) expect(startTime).toBe(segments[index - 1]?.endTime);
      });
      if (endTime !== undefined && segments.length > 0) expect(segments.at(-1)?.endTime).toBe(endTime);
    }
  });

  it("tHandle is the sum of its parts", () => {
    const sums = new Map<string, number>();
    const parts = ["tTalk", "tHeld", "tAcw", "tDialing", "tContacting"];
    const keyOf = (id: string) => id.split("/").slice(0, 2).join("/");
    const finals = finalOf(emitted.measurements);
    for (const { id, name, value = 0 } of finals)
      if (parts.includes(name)) sums.set(keyOf(id), (sums.get(keyOf(id)) ?? 0) + value);
    const handles = finals.filter(({ name }) => name === "tHandle");
    for (const { id, value } of handles) expect({ id, value: sums.get(keyOf(id)) }).toEqual({ id, value });
    expect(handles.length).toBeGreaterThan(100);
  });

  it("revisions of an id rise, and what is retracted was emitted before", () => {
    const last = new Map<string, number>();
    for (const { id, revision, retracted } of [...emitted.measurements, ...emitted.deadlines]) {
      expect(revision).toBeGreaterThan(last.get(id) ?? 0);
      if (retracted === true) expect(last.has(id)).toBe(true);
      last.set(id, revision);
    }
  });
});
