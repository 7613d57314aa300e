import type { Outputs } from "../../engine/ports";
import type { FinalConversation } from "../../models/final-conversation";
import { compareText } from "../../models/position";
import { FinalRecords } from "./final-records";

/** Collects in memory what an engine emits; for logs that are small. */
export class FinalsCollector implements Outputs {
  private readonly conversations = new Map<string, FinalRecords>();

  measurement(record: Parameters<Outputs["measurement"]>[0]): void {
    this.of(record.conversationId).measurement(record);
  }

  deadline(record: Parameters<Outputs["deadline"]>[0]): void {
    this.of(record.conversationId).deadline(record);
  }

  conversation(record: Parameters<Outputs["conversation"]>[0]): void {
    this.of(record.id).conversation(record);
  }

  rejection(): void {
    return;
  }

  /** What stands, by the ids of the conversations. */
  finals(): FinalConversation[] {
    const sorted = [...this.conversations].sort(([left], [right]) => compareText(left, right));
    return sorted.map(([, records]) => records.final());
  }

  private of(id: string): FinalRecords {
    const known = this.conversations.get(id);
    if (known !== undefined) return known;
    const created = new FinalRecords(id);
    this.conversations.set(id, created);
    return created;
  }
}
