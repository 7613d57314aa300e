import fc from "fast-check";

import { ByteStore, Chain } from "../../src/packing/byte-store";
import { Table } from "../../src/packing/table";

/** What is done: a row is added, or the one at a place among those that are there is removed, or written. */
const deed = fc.record({
  kind: fc.constantFrom("add", "add", "remove", "write"),
  place: fc.nat(),
  double: fc.oneof(fc.double(), fc.constantFrom(Infinity, -Infinity)),
  int: fc.integer({ min: -1, max: 2 ** 31 - 1 }),
});

describe("a table of numbers", () => {
  it("holds in each row what was written there last, whatever is added and removed around it", () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 200 }), (deeds) => {
        const table = new Table(2, 3);
        const known = new Map<number, { double: number; int: number }>();
        for (const { kind, place, double, int } of deeds) {
          const rows = [...known.keys()];
          const row = kind === "add" ? table.add() : rows[place % rows.length];
          if (row === undefined) continue;
          if (kind === "add") expect(known.has(row)).toBe(false);
          if (kind === "remove") {
            table.remove(row);
            known.delete(row);
            continue;
          }
          table.setDouble(row, 1, double);
          table.setInt(row, 2, int);
          known.set(row, { double, int });
        }
        for (const [row, { double, int }] of known) {
          expect(table.double(row, 1)).toBe(double);
          expect(table.int(row, 2)).toBe(int);
        }
      }),
    );
  });

  it("holds more rows than a page of it, each apart", () => {
    const table = new Table(1, 1);
    const rows = Array.from({ length: 10_000 }, () => table.add());
    expect(new Set(rows).size).toBe(10_000);
    for (const row of rows) {
      table.setDouble(row, 0, row / 3);
      table.setInt(row, 0, row * 7);
    }
    expect(rows.every((row) => table.double(row, 0) === row / 3 && table.int(row, 0) === row * 7)).toBe(true);
  });

  it("holds where a chain of bytes lies, for whoever writes on", () => {
    const store = new ByteStore();
    const table = new Table(0, 5);
    const row = table.add();
    const chain = new Chain();
    store.append(
      chain,
      Uint8Array.from({ length: 300 }, (_, index) => index % 251),
      300,
    );
    table.setChain(row, 1, chain);
    const again = table.chain(row, 1, new Chain());
    store.append(again, Uint8Array.of(7, 8, 9), 3);
    expect([...store.read(again)].slice(298)).toEqual([47, 48, 7, 8, 9]);
    store.release(again);
    expect(store.bytesUsed()).toBe(0);
  });
});
