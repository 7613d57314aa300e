import type { Outputs } from "../../../src/engine/ports";
import { linesTo, revisionsTo, type WriteLine } from "../../../src/sinks/files/lines-to";
import { conversation, instant } from "../../support/finals";

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
function written(outputsTo: (write: WriteLine) => Outputs): (readonly [string, unknown, string | undefined])[] {
  const lines: (readonly [string, unknown, string | undefined])[] = [];
  const outputs = outputsTo((stream, line, conversationId) => lines.push([stream, JSON.parse(line), conversationId]));
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
