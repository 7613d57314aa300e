import fc from "fast-check";

import { compilePolicy } from "../../../src/app/policy";
import { createEngine } from "../../../src/engine/engine";
import type { Outputs } from "../../../src/engine/ports";
import { fanOut } from "../../../src/sinks/fan-out";
import { linesTo, revisionsTo, type TakeLines } from "../../../src/sinks/files/lines-to";
import { conversation, instant } from "../../support/finals";
import { hostileLog, hostileRecords, WITH_PAUSES, withLateOnes } from "../../support/hostile";
import { runs } from "../../support/runs";
import { takeInBatches } from "../../support/standing";

const policy = compilePolicy({ run: {}, defaults: {}, media: {}, queues: {} }, { lateness: 60_000 });
const scenario = fc.record({
  records: hostileLog(WITH_PAUSES, 60).map(withLateOnes),
  chances: fc.array(fc.nat(99), { minLength: 60, maxLength: 60 }),
  lengths: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 }),
});

/** The lines of each file. */
function gather() {
  const files: Record<string, string> = {};
  const outputs = linesTo((stream, { bytes, lengths }) => {
    const text = Buffer.from(bytes).toString();
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(bytes.length);
    expect(lengths).toHaveLength(text.split("\n").length - 1);
    files[stream] = (files[stream] ?? "") + text;
  });
  return { files, outputs };
}

test("lines that are encoded ahead of their turn are those of the records in their turn, and behind one another", () => {
  let emitted = 0;
  fc.assert(
    fc.property(scenario, ({ records, chances, lengths }) => {
      const [ahead, inTurn] = [gather(), gather()];
      const json: Record<string, string> = { measurements: "", deadlines: "", conversations: "" };
      const add = (stream: string) => (record: object) =>
        void (json[stream] = `${json[stream] ?? ""}${JSON.stringify(record)}\n`);
      const asJson: Outputs = {
        measurement: add("measurements"),
        deadline: add("deadlines"),
        conversation: add("conversations"),
        rejection: () => undefined,
      };
      const { stage: _stage, ...oneByOne } = inTurn.outputs;
      const engine = createEngine(policy, fanOut([ahead.outputs, oneByOne, asJson]), { emits: "finals" });
      takeInBatches(engine, hostileRecords(records, chances), lengths);
      expect(ahead.files).toEqual(inTurn.files);
      const { rejects: _rejects, ...others } = ahead.files;
      expect({ measurements: "", deadlines: "", conversations: "", ...others }).toEqual(json);
      emitted += (json["measurements"] ?? "").length;
    }),
    runs(100),
  );
  expect(emitted).toBeGreaterThan(20_000);
});

const call = conversation("c", [
  { id: "a", purpose: "agent", connectedTime: instant("09:00:00"), numbers: [["tTalk", 5000, "09:01:00", "1"]] },
]);
const [measurement] = call.measurements;
const [view] = call.views;
const deadline = {
  type: "deadline" as const,
  schemaVersion: 1 as const,
  id: "c/a/answer",
  revision: 1,
  conversationId: "c",
  kind: "answer",
  asOf: instant("10:00:00"),
};
const rejection = { position: { file: "a.ndjson", line: 7 }, reason: "notJson" as const };

/** What is written of one of each kind, as [stream, record, conversation]. */
function written(outputsTo: (take: TakeLines) => Outputs): (readonly [string, unknown, string | undefined])[] {
  const lines: (readonly [string, unknown, string | undefined])[] = [];
  const outputs = outputsTo((stream, { bytes }, conversationId) =>
    lines.push([stream, JSON.parse(Buffer.from(bytes).toString()), conversationId]),
  );
  if (measurement === undefined || view === undefined) throw new Error("a conversation without a number or view");
  outputs.measurement(measurement, undefined);
  outputs.deadline(deadline, undefined);
  outputs.conversation(view, {});
  outputs.rejection(rejection);
  return lines;
}

describe("outputs as lines", () => {
  it("are each in the stream of their kind, whole, and with whose they are", () => {
    expect(written(linesTo)).toEqual([
      ["measurements", measurement, "c"],
      ["deadlines", deadline, "c"],
      ["conversations", JSON.parse(JSON.stringify(view)), "c"],
      ["rejects", { type: "rejection", schemaVersion: 1, file: "a.ndjson", line: 7, reason: "notJson" }, undefined],
    ]);
  });

  it("of every change are the numbers and deadlines alone: views and rejections another writes", () => {
    expect(written(revisionsTo)).toEqual([
      ["measurements.revisions", measurement, "c"],
      ["deadlines.revisions", deadline, "c"],
    ]);
  });
});
