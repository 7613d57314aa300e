import { ownValue } from "../../models/own-value";
import type { ReconcileReport } from "./reconcile";

/** A reconciliation with names in the place of the ids of queues that a book knows. */
export function withQueueNames(report: ReconcileReport, names: Readonly<Record<string, string>>): ReconcileReport {
  const named = <Row extends { readonly queue: string | null }>(row: Row): Row => {
    const name = row.queue === null ? undefined : ownValue(names, row.queue.toLowerCase());
    return name === undefined ? row : { ...row, queue: name };
  };
  return { ...report, rows: report.rows.map(named), differences: report.differences.map(named) };
}
