import { createHash } from "node:crypto";

import fc from "fast-check";

import { ByteRing } from "../../src/decoding/bytes/byte-ring";
import { ParticipantCache } from "../../src/decoding/bytes/participant-cache";
import type { ParticipantDraft } from "../../src/decoding/participant";
import { FACT_NAMES } from "../../src/models/facts";
import { factsFrom } from "../../src/models/generated/fact-values";
import { MEDIA_TYPES } from "../../src/models/media-type";
import { runs } from "../support/runs";

/** What is remembered of a participant must be what was read of it, however long ago. */

const EACH_ROUND = 8192;
/** So many newcomers that all that nobody asks for is packed meanwhile. */
const MANY = 20_000;

const instant = fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 });
const text = fc.oneof(fc.uuid(), fc.constantFrom("connected", "", "Ünï\ud83d\ude00"), fc.string());
const facts = fc
  .array(fc.tuple(fc.nat(FACT_NAMES.length - 1), fc.oneof(text, instant, fc.boolean())), { maxLength: 8 })
  .map((pairs) => {
    const values: unknown[] = [];
    for (const [index, one] of pairs) values[index] = one;
    return factsFrom(values);
  });
const reading = fc.record({
  facts,
  latest: fc.option(instant, { nil: undefined }),
  fault: fc.constant(undefined),
  unknownValues: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.constant(["state=new"]) },
  ),
});
const communication = fc.record({
  mediaType: fc.constantFrom(...MEDIA_TYPES),
  id: fc.option(fc.uuid(), { nil: undefined }),
  reading,
});
const draft: fc.Arbitrary<ParticipantDraft> = fc.record({
  id: fc.oneof(fc.uuid(), fc.string({ minLength: 1 })),
  own: reading,
  communications: fc.array(communication, { maxLength: 3 }),
  isNested: fc.boolean(),
  ownMedium: fc.constantFrom(...MEDIA_TYPES),
});
const asked = fc.record({
  draft,
  nested: fc.boolean(),
  mediaType: fc.option(fc.constantFrom(...MEDIA_TYPES), { nil: undefined }),
});

/** The bytes of a participant; nothing here reads them. */
const bytesOf = (name: string): Buffer => {
  const id = createHash("sha256").update(name).digest("hex").slice(0, 36);
  return Buffer.from(`{"id":"${id}","state":"connected"}`);
};
const plainDraft = (id: string): ParticipantDraft => {
  const own = { facts: factsFrom([]), latest: undefined, unknownValues: [], fault: undefined };
  return { id, own, communications: [], isNested: true, ownMedium: "unknown" };
};

function remember(cache: ParticipantCache, name: string, said: ParticipantDraft) {
  const bytes = bytesOf(name);
  expect(cache.find(bytes, 0, bytes.length)).toBeUndefined();
  return cache.add(cache.slot, bytes, 0, bytes.length, said);
}

const find = (cache: ParticipantCache, name: string) => cache.find(bytesOf(name), 0, bytesOf(name).length);

function rememberMany(cache: ParticipantCache): void {
  for (let index = 0; index < MANY; index += 1) {
    const bytes = bytesOf(`many ${String(index)}`);
    if (cache.find(bytes, 0, bytes.length) === undefined)
      cache.add(cache.slot, bytes, 0, bytes.length, plainDraft(String(index)));
  }
}

describe("remembered participants", () => {
  it("say what they said when they were read, also after they were packed", () => {
    const counts = { all: 0, found: 0 };
    fc.assert(
      fc.property(fc.uniqueArray(asked, { minLength: 100, maxLength: 300 }), (all) => {
        const cache = new ParticipantCache(EACH_ROUND);
        const before = all.map((one, index) => {
          const participant = remember(cache, String(index), one.draft);
          return { participant, saying: participant.readingIn(one.nested, one.mediaType) };
        });
        rememberMany(cache);
        counts.all += all.length;
        for (const [index, one] of all.entries()) {
          const now = find(cache, String(index));
          if (now === undefined) continue;
          counts.found += 1;
          expect(now.isNested).toBe(one.draft.isNested);
          expect(now.readingIn(one.nested, one.mediaType)).toEqual(before[index]?.saying);
          expect(now.readingIn(!one.nested, one.mediaType)).toBeUndefined();
          if (before[index]?.saying?.unknownValues.length === 0) expect(now).not.toBe(before[index].participant);
        }
      }),
      runs(10),
    );
    // A newcomer may take a place.
    expect(counts.found).toBeGreaterThan(counts.all * 0.4);
  });

  it("are the very same for as long as they are asked for", () => {
    const cache = new ParticipantCache(EACH_ROUND);
    const one = remember(cache, "one", plainDraft("one"));
    const saying = one.readingIn(true, undefined);
    for (let index = 0; index < MANY; index += 1) {
      remember(cache, `other ${String(index)}`, plainDraft("other"));
      const again = find(cache, "one");
      if (again === undefined) throw new Error(`displaced by newcomer ${String(index)}`);
      if (again.readingIn(true, undefined) !== saying) throw new Error(`made anew after ${String(index)}`);
    }
  });

  it("are forgotten when their bytes are overwritten", () => {
    const cache = new ParticipantCache(EACH_ROUND);
    const long = (index: number) => Buffer.concat([bytesOf(String(index)), Buffer.alloc(60_000, 0x20)]);
    for (let index = 0; index < 600; index += 1) {
      const bytes = long(index);
      cache.find(bytes, 0, bytes.length);
      cache.add(cache.slot, bytes, 0, bytes.length, plainDraft(String(index)));
    }
    const isKnown = (index: number) => cache.find(long(index), 0, long(index).length) !== undefined;
    expect(isKnown(0)).toBe(false);
    expect(isKnown(599)).toBe(true);
  });
});

describe("a ring of bytes", () => {
  it("holds what was written last, and says of the rest that it is gone", () => {
    const stretches = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 40 });
    fc.assert(
      fc.property(stretches, (all) => {
        const ring = new ByteRing(100, 7);
        const places: number[] = [];
        for (const bytes of all) {
          places.push(ring.write(bytes, 0, bytes.length));
          let behind = 0;
          for (let index = places.length - 1; index >= 0; index -= 1) {
            const [place, piece] = [places[index] ?? 0, all[index] ?? new Uint8Array()];
            behind += piece.length;
            if (behind <= 60) expect(ring.isResident(place)).toBe(true);
            if (behind > 100) expect(ring.isResident(place)).toBe(false);
            if (!ring.isResident(place)) continue;
            expect([...ring.read(place, piece.length)]).toEqual([...piece]);
            expect(ring.isSame(place, piece, 0, piece.length)).toBe(true);
          }
        }
      }),
      runs(200),
    );
  });
});
