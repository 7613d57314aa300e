import { createReportCollector } from "../../src/app/report";
import { createSummaryCollector } from "../../src/app/summary";
import type { MeasurementRecord } from "../../src/models/measurement";
import type { ConversationRecord } from "../../src/models/view";

const COUNTS = {
  openConversations: 0,
  faultedConversations: 0,
  pastBoundConversations: 0,
  conversations: 2,
  sealedObservations: 0,
  evictedConversations: 0,
  abandonedConversations: 1,
  reopenedConversations: 0,
  evictionRecords: 0,
  longEndedConversations: 0,
  timeSuspects: 0,
  undatedRecords: 0,
  misroutedRecords: 0,
};

const measured = (conversationId: string, name: string, value: number | undefined) =>
  ({ type: "measurement", conversationId, name, value }) as MeasurementRecord;
const view = (id: string, state: string) =>
  ({ type: "conversation", id, state, startTime: "2026-03-02T09:00:00.000Z" }) as ConversationRecord;

describe("a report", () => {
  const summary = createSummaryCollector();
  const collector = createReportCollector();
  const emit = (record: MeasurementRecord, before?: MeasurementRecord & { readonly value: number }) => {
    collector.measurement(record, before);
    summary.measurement(record, before);
  };
  emit(measured("parked", "tHandle", 160_000));
  emit(measured("long", "tHandle", 700_000));
  emit(
    measured("long", "tHandle", 600_000),
    measured("long", "tHandle", 700_000) as MeasurementRecord & { value: number },
  );
  emit(measured("long", "tAbandon", 5000));
  for (const one of [view("parked", "ended"), view("long", "ended"), view("idle", "swept")]) {
    collector.conversation(one, {});
    summary.conversation(one, {});
  }
  const report = collector.report({ ...summary.summary(COUNTS), skippedFiles: [] }, undefined);

  it("puts the conversations first that were handled longest, by tHandle as it was corrected", () => {
    expect(report.slowest.map(({ handleMs, view: { id } }) => [id, handleMs])).toEqual([
      ["long", 600_000],
      ["parked", 160_000],
    ]);
  });

  it("tells what customers did from what the sweep did, and names the rule of each total", () => {
    const totals = new Map(report.totals.map(({ name, rule, count }) => [name, { rule, count }]));
    expect(totals.get("Abandoned")).toEqual({ rule: expect.stringContaining("tAbandon") as string, count: 1 });
    expect(totals.get("Conversations swept")).toMatchObject({ count: 1 });
    expect(report.totals.every(({ rule }) => rule !== "")).toBe(true);
    // They stand in rows of seven, on a phone of two: none is left alone.
    expect(report.totals.length % 14).toBe(0);
  });
});
