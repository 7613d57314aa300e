import fc from "fast-check";

import { ConversationHead } from "../../../src/engine/store/conversation-head";
import { ConversationRows, type TakenRow } from "../../../src/engine/store/conversation-rows";
import { EMITTED } from "../../../src/engine/store/emitted";
import { Chain } from "../../../src/packing/byte-store";
import { PackedRecords } from "../../../src/packing/packed-records";

class Head extends ConversationHead {
  goBy(policyNumber: number): void {
    this.policyNumber = policyNumber;
  }
}

const instant = fc.oneof(fc.integer({ min: 0, max: 2 ** 45 }), fc.constantFrom(Infinity, -Infinity));
const small = fc.nat(2 ** 20);
const place = fc.record({ first: small, last: small, used: fc.nat(128), blocks: small });
const heads = fc.record({
  revision: small,
  dueAt: instant,
  quietAt: instant,
  evaluatedAt: instant,
  policyNumber: fc.nat(9),
  emitted: fc.constantFrom(...Object.values(EMITTED)),
});

/** A conversation that is added: one that was stored, or one that comes down to its records. */
const adding = fc.record({
  head: heads,
  place,
  reminders: fc.tuple(instant, instant),
  value: fc.option(fc.record({ isSettled: fc.boolean(), firstAt: instant, lastAt: instant, count: small })),
});
type Adding = typeof adding extends fc.Arbitrary<infer Of> ? Of : never;

/** Adds one, and says what its row is to say. */
function add(rows: ConversationRows, id: string, { head, place: chain, reminders, value }: Adding) {
  const [remindedDueAt, remindedQuietAt] = reminders;
  if (value === null) {
    const contents = Object.assign(new Chain(), chain);
    const expected: TakenRow = { id, head, remindedDueAt: head.dueAt, remindedQuietAt: head.quietAt, contents };
    return { row: rows.addStored({ id, ...head }, contents), expected };
  }
  const { isSettled, ...ends } = value;
  const records = Object.assign(new PackedRecords(), chain, ends);
  const conversation = Object.assign(new Head(id, 0), head, { remindedDueAt, remindedQuietAt });
  const expected: TakenRow = { id, head, remindedDueAt, remindedQuietAt, contents: { records, isSettled } };
  return { row: rows.addValue(conversation, { records, isSettled }), expected };
}

describe("conversations as rows of numbers", () => {
  it("say what they were, each its own, whatever is added and released around them", () => {
    const deeds = fc.array(fc.record({ adding, releases: fc.option(fc.nat()) }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(deeds, (all) => {
        const rows = new ConversationRows();
        const known = new Map<number, { readonly expected: TakenRow; readonly added: Adding }>();
        for (const [number, { adding: added, releases }] of all.entries()) {
          const released = releases === null ? undefined : [...known.keys()][releases % Math.max(1, known.size)];
          if (released !== undefined) {
            rows.free(released);
            known.delete(released);
          }
          const { row, expected } = add(rows, `v${number}`, added);
          expect(known.has(row)).toBe(false);
          known.set(row, { expected, added });
        }
        for (const [row, { expected, added }] of known) {
          expect(rows.read(row)).toEqual(expected);
          expect(rows.isSettled(row)).toBe(added.value?.isSettled);
          expect([rows.quietAt(row), rows.policyNumber(row)]).toEqual([added.head.quietAt, added.head.policyNumber]);
        }
      }),
    );
  });

  it("were by the first policy, with nothing emitted, where a state does not say", () => {
    const rows = new ConversationRows();
    const head = { id: "v1", revision: 3, dueAt: 7, quietAt: 9, evaluatedAt: 5 };
    const row = rows.addStored(head, new Chain());
    expect(rows.read(row).head).toMatchObject({ policyNumber: 0, emitted: EMITTED.nothing });
  });
});
