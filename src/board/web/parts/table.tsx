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

/** A table that can be sorted by its heads. The first column names its rows. */
export function Table<Row>({ caption, columns, rows, keyOf, nothing }: TableProps<Row>) {
  const sorting = useSignal<{ readonly column: number; readonly isDown: boolean } | undefined>(undefined);
  if (rows.length === 0) return <p class="nothing">{nothing}</p>;
  const { column: sorted, isDown } = sorting.value ?? {};
  const order = sorted === undefined ? undefined : columns[sorted]?.order;
  const shown =
    order === undefined
      ? rows
      : [...rows].sort((one, other) => compare(order(one), order(other)) * (isDown === true ? -1 : 1));
  const sort = (index: number) => {
    const isAgain = sorted === index;
    sorting.value = { column: index, isDown: isAgain ? isDown !== true : columns[index]?.isNumber === true };
  };
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, order: canSort, isNumber }, index) => (
              <th
                key={name}
                scope="col"
                class={isNumber === true ? "number" : ""}
                aria-sort={sorted === index ? (isDown === true ? "descending" : "ascending") : undefined}
              >
                {canSort === undefined ? (
                  name
                ) : (
                  <button type="button" class="sort" onClick={() => sort(index)}>
                    {name}
                    <span aria-hidden="true">{sorted === index ? (isDown === true ? " ▼" : " ▲") : ""}</span>
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, cell, isNumber }, index) =>
                index === 0 ? (
                  <th key={name} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={name} class={isNumber === true ? "number" : ""}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function compare(one: string | number | null, other: string | number | null): number {
  if (one === other) return 0;
  if (one === null) return 1;
  if (other === null) return -1;
  return one < other ? -1 : 1;
}
