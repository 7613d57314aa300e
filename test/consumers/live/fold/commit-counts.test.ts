import { CommitCounts } from "../../../../src/consumers/live/fold/commit-counts";
import type { MeasurementRecord } from "../../../../src/models/measurement";

const rejection = { position: { topic: "t", partition: 0, offset: 1 }, reason: "notJson" } as const;
const fault = { stage: "record", position: undefined, conversationId: undefined, error: new Error("x") } as const;

function createCounts() {
  const told: unknown[] = [];
  const counts = new CommitCounts({
    onRecords: (...of) => told.push(of),
    onBehind: (ms) => told.push(ms),
    onStage: (...of) => told.push(of),
    onMeasured: (of) => told.push(of),
    onCorrected: (of) => told.push(["corrected", of]),
    onDeadline: (of) => told.push(of),
    onRejected: (of) => told.push(of),
    onFault: (of) => told.push(of),
  });
  return { counts, told };
}

describe("what is counted of a batch", () => {
  it("is told once it is committed, each thing once", () => {
    const { counts, told } = createCounts();
    counts.onRecords("folded", 1);
    counts.onRecords("folded", 1);
    counts.onRecords("rejected", 1);
    counts.onBehind(5);
    counts.onStage("fold", 2);
    counts.onRejected(rejection);
    counts.onFault(fault);
    expect(told).toEqual([]);
    counts.commit();
    expect(told).toEqual([["folded", 2], ["rejected", 1], 5, ["fold", 2], rejection, fault]);
    counts.commit();
    expect(told).toHaveLength(6);
  });

  it("counts a number that takes the place of another as a correction, not as a new one", () => {
    const { counts, told } = createCounts();
    const retraction = { id: "c/a/tHeld/1", retracted: true, replacedBy: "c/a/tHeld/2" } as MeasurementRecord;
    const successor = { id: "c/a/tHeld/2", value: 5 } as MeasurementRecord;
    const other = { id: "c/a/tHeld/9", value: 7 } as MeasurementRecord;
    counts.onCorrected(retraction);
    counts.onMeasured(successor);
    counts.onMeasured(other);
    counts.commit();
    expect(told).toEqual([other, ["corrected", retraction]]);
  });
});
