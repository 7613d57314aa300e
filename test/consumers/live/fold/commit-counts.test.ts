import { CommitCounts } from "../../../../src/consumers/live/fold/commit-counts";
import type { MeasurementRecord } from "../../../../src/models/measurement";

const rejection = { position: { topic: "t", partition: 0, offset: 1 }, reason: "notJson" } as const;
const fault = { stage: "record", position: undefined, conversationId: undefined, error: new Error("x") } as const;

function createCounts() {
  const calls: unknown[] = [];
  const counts = new CommitCounts({
    onRecords: (...of) => calls.push(of),
    onBehind: (ms) => calls.push(ms),
    onStage: (...of) => calls.push(of),
    onMeasured: (of) => calls.push(of),
    onCorrected: (of) => calls.push(["corrected", of]),
    onDeadline: (of) => calls.push(of),
    onRejected: (of) => calls.push(of),
    onFault: (of) => calls.push(of),
  });
  return { counts, calls };
}

describe("what is counted of a batch", () => {
  it("is reported once it is committed, each thing once", () => {
    const { counts, calls } = createCounts();
    counts.onRecords("folded", 1);
    counts.onRecords("folded", 1);
    counts.onRecords("rejected", 1);
    counts.onBehind(5);
    counts.onStage("fold", 2);
    counts.onRejected(rejection);
    counts.onFault(fault);
    expect(calls).toEqual([]);
    counts.commit();
    expect(calls).toEqual([["folded", 2], ["rejected", 1], 5, ["fold", 2], rejection, fault]);
    counts.commit();
    expect(calls).toHaveLength(6);
  });

  it("counts a number that takes the place of another as a correction, not as a new one", () => {
    const { counts, calls } = createCounts();
    const retraction = { id: "c/a/tHeld/1", retracted: true, replacedBy: "c/a/tHeld/2" } as MeasurementRecord;
    const successor = { id: "c/a/tHeld/2", value: 5 } as MeasurementRecord;
    const other = { id: "c/a/tHeld/9", value: 7 } as MeasurementRecord;
    counts.onCorrected(retraction);
    counts.onMeasured(successor);
    counts.onMeasured(other);
    counts.commit();
    expect(calls).toEqual([other, ["corrected", retraction]]);
  });
});
