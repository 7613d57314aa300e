import type { Engine } from "../../src/engine/engine";
import type { FinalEmission, Outputs } from "../../src/engine/ports";
import type { Decoded } from "../../src/models/decoded";
import type { DeadlineRecord } from "../../src/models/deadline";
import type { MeasurementRecord } from "../../src/models/measurement";
import type { ConversationRecord } from "../../src/models/view";

/** A record that an engine emits. */
export type Emitted = MeasurementRecord | DeadlineRecord | ConversationRecord;

/** Keeps what stands of what an engine emits, by kind and id, and all of it in order. */
export function createStanding() {
  /** What was emitted of each and not taken back; the last stands. */
  const kept = new Map<string, Emitted[]>();
  const all: string[] = [];
  const put = (record: Emitted) => {
    all.push(JSON.stringify(record));
    const key = `${record.type} ${record.id}`;
    if ("retracted" in record && record.retracted === true) kept.delete(key);
    else kept.set(key, [...(kept.get(key) ?? []), record]);
  };
  const takeOut = (record: Emitted) => {
    const key = `${record.type} ${record.id}`;
    const last = kept.get(key)?.pop();
    expect(record).toEqual(last);
  };
  const outputs: Outputs = {
    measurement: put,
    deadline: put,
    conversation: put,
    rejection: () => undefined,
    superseded: ({ conversationId, revision, measurements, deadlines, view }: FinalEmission) => {
      all.push(`superseded ${conversationId} ${String(revision)}`);
      for (const record of [...measurements, ...deadlines, ...(view === undefined ? [] : [view])]) takeOut(record);
    },
  };
  const standing = () => {
    const last = [...kept].map(([key, records]) => [key, records.at(-1)] as const);
    return new Map(last.filter((entry): entry is [string, Emitted] => entry[1] !== undefined));
  };
  return { outputs, standing, all };
}

/** What stands, without what says when it was emitted. Of a promise that is pending the view speaks. */
export function comparable(standing: ReadonlyMap<string, Emitted>): Map<string, object> {
  const kept = [...standing].filter(([, record]) => !("status" in record && record.status === "pending"));
  return new Map(
    kept
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, record]) => [key, { ...record, revision: 0, asOf: undefined }] as const),
  );
}

/** Takes records in batches of some lengths; `between` may put another engine in the place of this one. */
export function takeInBatches(
  engine: Engine,
  records: readonly Decoded[],
  lengths: readonly number[],
  between: (engine: Engine) => Engine = (same) => same,
): void {
  let current = engine;
  let from = 0;
  for (let turn = 0; from < records.length; turn += 1) {
    const batch = records.slice(from, from + (lengths[turn % lengths.length] ?? 1));
    current.acceptAll(batch);
    current = between(current);
    from += batch.length;
  }
  current.finish();
}
