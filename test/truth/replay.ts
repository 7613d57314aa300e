import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { decodeDocument } from "../../src/decoding/decode";
import { Batcher } from "../../src/engine/batcher";
import { createEngine } from "../../src/engine/engine";
import type { Decoded } from "../../src/models/decoded";
import type { DeadlineRecord } from "../../src/models/deadline";
import type { MeasurementRecord } from "../../src/models/measurement";
import type { ConversationRecord } from "../../src/models/view";
import { createMemoryOutputs, finalOf } from "../support/run";
import type { LogRecord } from "./render/shapes";

/** What is final of one conversation. */
export interface Finals {
  readonly measurements: MeasurementRecord[];
  readonly deadlines: DeadlineRecord[];
  readonly conversations: ConversationRecord[];
}

/** A record with the instant that it was written at, decoded. */
export interface DecodedRecord {
  readonly at: number;
  readonly decoded: Decoded;
}

/** Decodes the records of a conversation. Conversations are spread over partitions, as in a real log. */
export function decodeRecords(records: readonly LogRecord[], partition: number): DecodedRecord[] {
  return records.map(({ at, timestamp, value }, index) => ({
    at,
    decoded: decodeDocument({ partition, timestamp, value }, { file: "log.ndjson", line: index + 1 }),
  }));
}

/** Folds the records of all conversations in one engine and gives what is final of each. */
export function replayAll(conversations: readonly (readonly DecodedRecord[])[], until: number): Map<string, Finals> {
  const { outputs, emitted } = createMemoryOutputs();
  const engine = createEngine(compilePolicy(EMPTY_POLICY, {}), outputs);
  let late = 0;
  const batcher = new Batcher(engine, (_record, outcome) => (late += outcome === "late" ? 1 : 0));
  let line = 0;
  for (const { decoded } of conversations.flat()) {
    line += 1;
    batcher.take({ ...decoded, position: { file: "log.ndjson", line } }, undefined);
  }
  batcher.flush();
  engine.finish(until);
  if (late + emitted.rejections.length > 0) throw new Error("a generated record was late or rejected");
  return groupFinals(emitted);
}

function groupFinals(emitted: Finals): Map<string, Finals> {
  const groups = new Map<string, Finals>();
  const of = (id: string): Finals => {
    const group = groups.get(id) ?? { measurements: [], deadlines: [], conversations: [] };
    groups.set(id, group);
    return group;
  };
  for (const record of finalOf(emitted.measurements)) of(record.conversationId).measurements.push(record);
  for (const record of finalOf(emitted.deadlines)) of(record.conversationId).deadlines.push(record);
  for (const record of finalOf(emitted.conversations)) of(record.id).conversations.push(record);
  return groups;
}
