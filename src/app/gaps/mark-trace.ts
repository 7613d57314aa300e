import type { Gap } from "../../models/gap";
import { FinalRecords } from "../finals/final-records";
import type { Trace } from "../trace-keeper";
import { marksOf } from "../../engine/gaps/marks";

/** A trace with what the gaps in its log say of the conversation; its view shows those that may have touched it. */
export function markTrace(trace: Trace, gaps: readonly Gap[]): Trace {
  if (gaps.length === 0) return trace;
  const records = new FinalRecords(trace.conversationId);
  for (const { record } of trace.measurements) records.measurement(record);
  for (const { record } of trace.deadlines) records.deadline(record);
  records.conversation(trace.view);
  const marks = marksOf(records.final(), gaps);
  if (marks === undefined) return trace;
  return { ...trace, marks, view: { ...trace.view, gaps: [...marks.gapsIn(trace.view)] } };
}
