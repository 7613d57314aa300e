import type { RangeCounts } from "../../../models/board-range";
import { formatCount, formatDuration, formatShare } from "../format";
import { Of, ServiceLevel } from "./state";
import type { Column } from "./table";

/** A column of counts. */
export function countColumn<Row>(name: string, of: (row: Row) => number): Column<Row> {
  return { name, cell: (row) => formatCount(of(row)), order: of, isNumber: true };
}

/** A column of lengths in ms; null is not known. */
export function durationColumn<Row>(name: string, of: (row: Row) => number | null): Column<Row> {
  return { name, cell: (row) => formatDuration(of(row)), order: of, isNumber: true };
}

/** A column of shares of all that were answered or abandoned, with what each is of. */
export function shareColumn<Row extends RangeCounts>(
  name: string,
  of: (row: Row) => number | null,
  partOfRow: (row: Row) => number,
): Column<Row> {
  const cell = (row: Row) => (
    <>
      {formatShare(of(row))}
      <Of part={partOfRow(row)} whole={row.answered + row.abandoned} />
    </>
  );
  return { name, cell, order: of, isNumber: true };
}

/** The service level against its target, with what it is of. */
export function levelColumn<Row extends RangeCounts>(target: number | undefined): Column<Row> {
  return {
    // The number and its sign stay in one line.
    name: `Service level (target\u00a0${formatShare(target).replace(" ", "\u00a0")})`,
    cell: ({ serviceLevel, answeredInTarget, judged }) => (
      <ServiceLevel share={serviceLevel} target={target} of={[answeredInTarget, judged]} />
    ),
    order: ({ serviceLevel }) => serviceLevel,
    isNumber: true,
    isFirstOnPhone: true,
  };
}
