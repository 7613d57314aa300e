import { createEngine } from "../engine/engine";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import { createKeeper, type ObservedRecord, type Trace } from "./trace-keeper";

/** A record of one conversation that is at hand. */
export interface RecordAtHand {
  readonly decoded: ObservedRecord;
  readonly document: unknown;
}

/** Follows a conversation through its own records alone. Throws `AppError` where they say nothing of it. */
export function traceRecords(
  conversationId: string,
  records: readonly RecordAtHand[],
  policy: Policy,
  asOf: Instant | undefined,
): Trace {
  const kept = createKeeper(conversationId);
  const engine = createEngine(policy, kept.outputs);
  engine.acceptAll(
    records.map(({ decoded }) => decoded),
    (index, outcome) => {
      const record = records[index];
      if (record !== undefined) kept.begin(record.decoded, outcome, record.document);
    },
  );
  kept.endLog();
  const timelines = engine.timelines(conversationId) ?? [];
  engine.finish(asOf);
  return kept.trace(timelines, asOf ?? engine.latest());
}
