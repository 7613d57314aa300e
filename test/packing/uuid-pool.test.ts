import fc from "fast-check";

import { UuidPool } from "../../src/packing/uuid-pool";
import { runs } from "../support/runs";

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll("-", ""), "hex");

describe("pooled UUIDs", () => {
  it("are spelled as their bytes say, also where they share a place", () => {
    const pool = new UuidPool();
    fc.assert(
      fc.property(fc.array(fc.uuid(), { maxLength: 200 }), (uuids) => {
        for (const uuid of [...uuids, ...uuids]) expect(pool.textOf(bytesOf(uuid), 0)).toBe(uuid);
      }),
      runs(300),
    );
  });

  it("that differ in any single bit are told apart", () => {
    const pool = new UuidPool();
    const uuid = "0b9d7a8e-1111-4222-8333-444455556666";
    for (let bit = 0; bit < 128; bit += 1) {
      expect(pool.textOf(bytesOf(uuid), 0)).toBe(uuid);
      const other = bytesOf(uuid);
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(bytesOf(pool.textOf(other, 0))).toEqual(other);
    }
  });
});
