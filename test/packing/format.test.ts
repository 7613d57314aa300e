import { FACT_TABLE } from "../../src/models/fact-table";
import { factsFrom } from "../../src/models/generated/fact-values";
import type { AcceptedRecord } from "../../src/models/accepted-record";
import { PACKED_FORMAT } from "../../src/packing/format";
import { Packer } from "../../src/packing/packer";
import { Unpacker } from "../../src/packing/unpacker";

const GOLDEN = [
  "00bbb1fdd89567070274000386010102065f0c7f3c4c3f4f669f5b2a0f6f0d8c110704630031000500000105120207026900",
  "03054f04051205054f0605120705120805120904fb010a04fb010b04fb010c04fb010d010e010f011004fb01130512150116",
  "0117054f1804fb0119011a011b05121c04fb011d04fb011e04fb011f04fb012001210512220123054f24054f25054f2604fb",
  "0127054f2a04fb012c012d012e054f2f054f30051231054f32054f00",
];

/**
 * States and checkpoints of one release are read by the next, or refused. Where one of these fails, what is saved is no longer read:
 * say so in the change log.
 */
describe("the form of what is packed", () => {
  it("gives each fact a code of its own, that fits into a byte", () => {
    const codes = FACT_TABLE.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(Math.min(...codes)).toBeGreaterThan(0);
    expect(Math.max(...codes)).toBeLessThan(256);
  });

  it("gives each plain fact a bit of its own, in a set of 31", () => {
    const bits = FACT_TABLE.flatMap((row) => ("plain" in row ? [row.plain as number] : []));
    expect(new Set(bits).size).toBe(bits.length);
    expect(Math.max(...bits)).toBeLessThan(31);
  });

  it("has the digest that states and checkpoints of this release bear", () => {
    expect(PACKED_FORMAT).toBe("9ec92ce58a5c4f41");
  });

  it("has the bytes that it had for a record", () => {
    const values: unknown[] = FACT_TABLE.map(({ kind }) => {
      if (kind === "instant" || kind === "planned") return 1_772_438_400_000;
      if (kind === "flag") return true;
      return kind === "enum" ? "connected" : kind === "id" ? "i" : undefined;
    });
    const record: AcceptedRecord = {
      at: 1_772_438_400_123,
      undated: false,
      position: { topic: "t", partition: 3, offset: 70 },
      bodies: [
        {
          participantId: "5f0c7f3c-4c3f-4f66-9f5b-2a0f6f0d8c11",
          communicationId: "c1",
          mediaType: "call",
          shape: "snapshot",
          facts: factsFrom(values),
        },
      ],
    };
    const { bytes, length } = new Packer().pack(record);
    const packed = Buffer.from(bytes.subarray(0, length));
    expect(packed.toString("hex")).toBe(GOLDEN.join(""));
    expect(new Unpacker(packed).unpack()).toEqual([record]);
  });

  it("refuses a code that no fact has, rather than leave it out", () => {
    const { bytes, length } = new Packer().pack({
      at: 1,
      undated: false,
      position: { partition: 0, offset: 0 },
      bodies: [
        { participantId: "p", communicationId: "c", mediaType: "call", shape: "snapshot", facts: factsFrom(["agent"]) },
      ],
    });
    const packed = Buffer.from(bytes.subarray(0, length));
    const code = packed.lastIndexOf(FACT_TABLE[0].code, packed.length - 3);
    packed[code] = 250;
    expect(() => new Unpacker(packed).unpack()).toThrow(/names a fact that is not known/);
  });
});
