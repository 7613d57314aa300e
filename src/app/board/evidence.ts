import type { Evidence } from "../../board/source";
import { formatInstant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import { explain } from "../explain";
import { maskRecord } from "../masking";
import { traceRecords, type RecordAtHand } from "../trace-records";

/** Why the numbers of a conversation are what they are, from its own records; what is personal in them is masked. */
export function evidenceFrom(
  conversationId: string,
  records: readonly RecordAtHand[],
  policy: Policy,
  asOf: number | undefined,
): Evidence {
  const trace = traceRecords(conversationId, records, policy, asOf);
  const isMeasured = trace.measurements.length + trace.deadlines.length > 0;
  return {
    explanations: isMeasured ? explain(trace, { id: undefined, name: undefined }) : [],
    records: trace.records.map(({ position, at, outcome, behindMs, document }) => ({
      position,
      at: at === undefined ? undefined : formatInstant(at),
      outcome,
      behindMs,
      record: maskRecord(document),
    })),
  };
}
