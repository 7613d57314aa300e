import { CommitCounts } from "../../../src/consumers/live/commit-counts";

const rejection = { position: { topic: "t", partition: 0, offset: 1 }, reason: "notJson" } as const;
const fault = { stage: "record", position: undefined, conversationId: undefined, error: new Error("x") } as const;

function createCounts() {
  const told: unknown[] = [];
  const counts = new CommitCounts({
    onRecords: (...of) => told.push(of),
    onBehind: (ms) => told.push(ms),
    onStage: (...of) => told.push(of),
    onMeasured: (of) => told.push(of),
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
});
