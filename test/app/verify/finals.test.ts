import { FinalsCollector } from "../../../src/app/verify/finals";
import type { DeadlineRecord } from "../../../src/models/deadline";
import type { MeasurementRecord } from "../../../src/models/measurement";
import type { ConversationRecord } from "../../../src/models/view";

type Emitted = MeasurementRecord | DeadlineRecord | ConversationRecord;

const handled = (value: number) =>
  ({ type: "measurement", id: "c/1/tHandle", conversationId: "c", name: "tHandle", value }) as MeasurementRecord;
const retracted = { type: "measurement", id: "c/1/tHandle", conversationId: "c", retracted: true } as MeasurementRecord;
const hold = (status: string) =>
  ({ type: "deadline", id: "c/1/hold", conversationId: "c", kind: "hold", status }) as DeadlineRecord;
const view = (state: string) => ({ type: "conversation", id: "c", state }) as ConversationRecord;

function digestOf(emitted: readonly Emitted[]): string {
  const finals = new FinalsCollector();
  for (const record of emitted) {
    if (record.type === "measurement") finals.measurement(record);
    else if (record.type === "deadline") finals.deadline(record);
    else finals.conversation(record);
  }
  return finals.digest();
}

describe("the finals of a run", () => {
  const atOnce = digestOf([handled(100), hold("met"), view("ended")]);

  it("are the last of each id, also where a conversation goes on after its last view was written", () => {
    const inTwo = [handled(40), hold("overdue"), view("afterCallWork"), handled(100), hold("met"), view("ended")];
    expect(digestOf(inTwo)).toBe(atOnce);
    expect(digestOf([handled(100), view("open"), hold("met"), view("ended")])).toBe(atOnce);
  });

  it("are without what was taken back after that", () => {
    const takenBack = [handled(100), hold("met"), view("ended"), retracted, view("ended")];
    expect(digestOf(takenBack)).toBe(digestOf([hold("met"), view("ended")]));
    expect(digestOf(takenBack)).not.toBe(atOnce);
  });
});
