import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

/** A column: what stands in its cells, and by what it is sorted. */
export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** What rows are compared by; a column without it cannot be sorted. */
  readonly order?: (row: Row) => string | number | null;
  readonly isNumber?: boolean;
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
  readonly column: number;
  readonly isDown: boolean;
}

/** A table that can be sorted by its heads. The first column names its rows. */
export function Table<Row>({ caption, columns, rows, keyOf, nothing }: TableProps<Row>) {
  const sorting = useSignal<Sorting | undefined>(undefined);
  if (rows.length === 0) return <p class="nothing">{nothing}</p>;
  const { column: sorted, isDown } = sorting.value ?? { column: -1, isDown: false };
  const order = columns[sorted]?.order;
  const turn = isDown ? -1 : 1;
  const shown = order === undefined ? rows : [...rows].sort((one, other) => compare(order(one), order(other)) * turn);
  const sort = (column: number) => {
    sorting.value = { column, isDown: sorted === column ? !isDown : columns[column]?.isNumber === true };
  };
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={caption}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <Head
                key={column.name}
                column={column}
                sorted={sorted === index ? (isDown ? "descending" : "ascending") : undefined}
                onSort={() => sort(index)}
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
        name
      ) : (
        <button type="button" class="sort" onClick={onSort}>
          {name}
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
