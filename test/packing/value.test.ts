import { deserialize, serialize } from "node:v8";

import fc from "fast-check";

import { packValue } from "../../src/packing/value-packer";
import { unpackValue } from "../../src/packing/value-unpacker";
import { runs } from "../support/runs";

const id = fc.oneof(
  fc.uuid(),
  fc.string(),
  fc.constantFrom("", "A-B", "\ud800", "5F0C7F3C-4C3F-4F66-9F5B-2A0F6F0D8C11", "call", "connected"),
);
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double(),
  fc.constantFrom(-0, -1.5, Infinity, -Infinity, NaN, 1_772_438_400_049, 2 ** 53),
);
const position = fc.oneof(
  fc.record({ partition: fc.nat(), offset: fc.maxSafeNat() }),
  fc.record({ topic: id, partition: fc.nat(), offset: fc.maxSafeNat() }),
  fc.record({ file: id, line: fc.nat() }),
  fc.record({ file: id, line: fc.nat(), part: fc.integer({ min: 1, max: 9 }) }),
);
const dated = fc.record({
  at: number,
  origin: fc.constantFrom("reported", "event", "observed", "inferred", "unheard of"),
  by: position,
});
const leaf = fc.oneof(
  id,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.uint8Array(),
  position,
  dated,
);
const fields = fc.constantFrom("at", "by", "phases", "profile", "held", "notYetThought of", "state");
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fields, tie("value"), { maxKeys: 5 }),
    fc.array(fc.tuple(id, tie("value")), { maxLength: 4 }).map((pairs) => new Map(pairs)),
  ),
}));

describe("plain data", () => {
  it("comes back as it was packed, in its order", () => {
    fc.assert(
      fc.property(value, (before) => {
        expect(unpackValue(packValue(before))).toEqual(before);
      }),
      runs(2000),
    );
  });

  it("that is equal is packed into equal bytes, whatever it shares", () => {
    const by = { partition: 0, offset: 7 };
    const shared = [
      { at: 1_772_438_400_049, origin: "observed", by },
      { at: 1_772_438_400_050, origin: "observed", by },
    ];
    expect(packValue(shared)).toEqual(packValue(structuredClone(shared).map((one) => ({ ...one, by: { ...by } }))));
  });

  it("keeps maps that were read back from what was saved", () => {
    const saved = { states: new Map([["p1", { held: true }]]) };
    expect(unpackValue(packValue(deserialize(serialize(saved))))).toEqual(saved);
  });
});
