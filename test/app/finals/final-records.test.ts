import { FinalRecords } from "../../../src/app/finals/final-records";
import type { ConversationRecord } from "../../../src/models/view";

const view = (fields: Partial<ConversationRecord>): ConversationRecord => ({
  type: "conversation",
  schemaVersion: 1,
  id: "c",
  revision: 1,
  state: "ended",
  startTime: "2026-03-02T09:00:00.000Z",
  lastNews: "2026-03-02T09:10:00.000Z",
  participants: [],
  deadlines: [],
  ...fields,
});
const later = { startTime: "2026-03-02T12:00:00.000Z", lastNews: "2026-03-02T12:10:00.000Z" };

function viewsOf(...views: readonly ConversationRecord[]): readonly number[] {
  const records = new FinalRecords("c");
  for (const one of views) records.conversation(one);
  return records.final().views.map(({ revision }) => revision);
}

describe("the views of a conversation that stand", () => {
  it("are the last one, and those of lives that were over before it began", () => {
    expect(viewsOf(view({}), view({ revision: 2 }))).toEqual([2]);
    expect(viewsOf(view({}), view({ revision: 2, ...later }))).toEqual([1, 2]);
  });

  it("are without one that is taken back, and with those of earlier lives", () => {
    expect(viewsOf(view({}), view({ revision: 2, retracted: true }))).toEqual([]);
    const second = view({ revision: 2, ...later });
    expect(viewsOf(view({}), second, view({ revision: 3, ...later, retracted: true }))).toEqual([1]);
  });
});
