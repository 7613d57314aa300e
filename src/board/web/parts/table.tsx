import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

import { isNarrow } from "../narrow";
import { Words } from "./words";

/** A column: what stands in its cells, and by what it is sorted. */
export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** What rows are compared by; a column without it cannot be sorted. */
  readonly order?: (row: Row) => string | number | null;
  readonly isNumber?: boolean;
  /** What a phone shows beside the first column; the others are a scroll away. */
  readonly isFirstOnPhone?: true;
}

interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What is said where there are no rows. */
  readonly nothing: string;
}

/** By which column a table is sorted, and which way. */
interface Sorting {
  readonly column: string;
  readonly isDown: boolean;
}

/** A table that can be sorted by its heads. The first column names its rows. */
export function Table<Row>({ caption, columns: all, rows, keyOf, nothing }: TableProps<Row>) {
  const sorting = useSignal<Sorting | undefined>(undefined);
  if (rows.length === 0) return <p class="nothing">{nothing}</p>;
  const columns = isNarrow.value ? forPhone(all) : all;
  const { column: sorted, isDown } = sorting.value ?? { column: undefined, isDown: false };
  const order = columns.find(({ name }) => name === sorted)?.order;
  const turn = isDown ? -1 : 1;
  const shown = order === undefined ? rows : [...rows].sort((one, other) => compare(order(one), order(other)) * turn);
  const sort = ({ name, isNumber }: Column<Row>) => {
    sorting.value = { column: name, isDown: sorted === name ? !isDown : isNumber === true };
  };
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={caption}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head
                key={column.name}
                column={column}
                sorted={sorted === column.name ? (isDown ? "descending" : "ascending") : undefined}
                onSort={() => sort(column)}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, index) => (
                <Cell key={column.name} column={column} row={row} isFirst={index === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The first column, then what a phone has room for, then the rest. */
function forPhone<Row>(columns: readonly Column<Row>[]): readonly Column<Row>[] {
  const [naming, ...others] = columns;
  const rank = ({ isFirstOnPhone }: Column<Row>) => (isFirstOnPhone === true ? 0 : 1);
  others.sort((one, other) => rank(one) - rank(other));
  return naming === undefined ? [] : [naming, ...others];
}

interface HeadProps<Row> {
  readonly column: Column<Row>;
  readonly sorted: "ascending" | "descending" | undefined;
  readonly onSort: () => void;
}

function Head<Row>({ column: { name, order, isNumber }, sorted, onSort }: HeadProps<Row>) {
  const sign = sorted === undefined ? "" : sorted === "descending" ? " ▼" : " ▲";
  return (
    <th scope="col" class={isNumber === true ? "number" : ""} aria-sort={sorted}>
      {order === undefined ? (
        <Words text={name} />
      ) : (
        <button type="button" class="sort" onClick={onSort}>
          <Words text={name} />
          <span aria-hidden="true">{sign}</span>
        </button>
      )}
    </th>
  );
}

function Cell<Row>({
  column: { cell, isNumber },
  row,
  isFirst,
}: {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly isFirst: boolean;
}) {
  return isFirst ? <th scope="row">{cell(row)}</th> : <td class={isNumber === true ? "number" : ""}>{cell(row)}</td>;
}

function compare(one: string | number | null, other: string | number | null): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return one < other ? -1 : 1;
}
