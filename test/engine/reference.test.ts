import fc from "fast-check";

import { compilePolicy } from "../../src/app/policy";
import { simulate, USUAL_OPTIONS, type SimulationOptions } from "../../src/consumers/simulation/player";
import { WIRE_SHAPES } from "../../src/consumers/simulation/wire/shapes";
import type { Emits } from "../../src/engine/history/context";
import { createEngine } from "../../src/engine/engine";
import { Reference } from "../../src/engine/reference/reference";
import type * as slots from "../../src/engine/derive/derived-communication";
import type { Decoded } from "../../src/models/decoded";
import type { Policy } from "../../src/models/policy";
import { hostileLog, hostileRecords, ONE_HOUR, WITH_PAUSES, withLateOnes } from "../support/hostile";
import { decodeAll } from "../support/run";
import { runs } from "../support/runs";
import { comparable, createStanding, takeInBatches, type Emitted } from "../support/standing";

const MINUTE = 60_000;
const policyOf = (run: object, lateness = 24 * 60 * MINUTE, defaults = {}): Policy =>
  compilePolicy({ run, defaults, media: {}, queues: {} }, { lateness });
const USUAL = policyOf({});
/** Some deadlines are called due soon before they are due. */
const SWEPT = policyOf({ sweep: 10 * MINUTE }, MINUTE, {
  warnBeforeHold: MINUTE,
  warnBeforeAnswer: 10_000,
  warnBeforeCallbackDue: 10 * MINUTE,
  warnBeforeAlerting: 5000,
});
const LEAPING = policyOf({ sweep: 10 * MINUTE, leap: MINUTE }, MINUTE);
/** Conversations are forgotten in the pauses, and begin anew. */
const FORGETTING = policyOf({ sweep: 10 * MINUTE, leap: MINUTE, markers: 5 * MINUTE }, MINUTE);
const BOTH: readonly Emits[] = ["finals", "changes"];

const scenarioOf = (times: typeof WITH_PAUSES, records: number) =>
  fc.record({
    records: hostileLog(times, records).map(withLateOnes),
    chances: fc.array(fc.nat(99), { minLength: 60, maxLength: 60 }),
    lengths: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 10 }),
  });

/** Lets no record without an instant say what another said: whether it then is a repeat depends on what is still held apart. */
function withoutUndatedRepeats(records: readonly Decoded[]): Decoded[] {
  return records.map((record, index) => {
    if (record.kind !== "observations" || record.at !== undefined) return record;
    const ofItsOwn = { queueId: `q${String(index)}` };
    return { ...record, bodies: record.bodies.map((one) => ({ ...one, facts: { ...one.facts, ...ofItsOwn } })) };
  });
}

/**
 * The conversations that got a record more than the lateness after one that lies ahead of it, as nothing had confirmed that
 * leap: which of their lifecycles the record belongs to depends on the order of arrival.
 */
function leapsBack(records: readonly Decoded[], { latenessMs }: Policy): ReadonlySet<string> {
  const latest = new Map<string, number>();
  const found = new Set<string>();
  for (const record of records) {
    if (record.kind !== "observations") continue;
    const { conversationId, at = -Infinity } = record;
    const before = latest.get(conversationId) ?? -Infinity;
    if (at > -Infinity && at < before - latenessMs) found.add(conversationId);
    latest.set(conversationId, Math.max(before, at));
  }
  return found;
}

const conversationOf = (record: Emitted) => (record.type === "conversation" ? record.id : record.conversationId);

function without(standing: ReadonlyMap<string, Emitted>, ids: ReadonlySet<string>): Map<string, object> {
  return comparable(new Map([...standing].filter(([, record]) => !ids.has(conversationOf(record)))));
}

/** Expects that an engine comes to what the reference comes to. Returns how many numbers, deadlines and views that is. */
function expectAgreement(
  policy: Policy,
  records: readonly Decoded[],
  lengths: readonly number[],
  modes = BOTH,
  leftOut: ReadonlySet<string> = new Set(),
): number {
  const reference = new Reference(policy);
  for (const record of records) reference.take(record);
  const expected = without(reference.finals(reference.latest()), leftOut);
  for (const emits of modes) {
    const emitted = createStanding();
    takeInBatches(createEngine(policy, emitted.outputs, { emits }), records, lengths);
    expect(without(emitted.standing(), leftOut)).toEqual(expected);
  }
  return expected.size;
}

/** An engine that thinks what it derived of a communication is current though what ties it to others has changed. */
const mockGate = { isBroken: false };
jest.mock("../../src/engine/derive/derived-communication", () => {
  const actual = jest.requireActual<typeof slots>("../../src/engine/derive/derived-communication");
  const isCurrent: typeof slots.isCurrent = (slot, now, conversation) =>
    mockGate.isBroken ? slot.communication === now : actual.isCurrent(slot, now, conversation);
  return { ...actual, isCurrent };
});

describe("the engine and the reference", () => {
  it.each([
    ["the usual policy", "an hour", USUAL, ONE_HOUR],
    ["the usual policy", "pauses", USUAL, WITH_PAUSES],
    ["conversations that are swept", "an hour", SWEPT, ONE_HOUR],
    ["conversations that are swept", "pauses", SWEPT, WITH_PAUSES],
    ["leaps of a minute", "an hour", LEAPING, ONE_HOUR],
    ["leaps of a minute", "pauses", LEAPING, WITH_PAUSES],
  ] as const)("come to the same finals with %s, over %s", (_policy, _times, policy, times) => {
    fc.assert(
      fc.property(scenarioOf(times, 60), ({ records, chances, lengths }) => {
        const decoded = hostileRecords(records, chances);
        expectAgreement(policy, policy === USUAL ? decoded : withoutUndatedRepeats(decoded), lengths);
      }),
      runs(25),
    );
  });

  it.each([
    ["an hour", ONE_HOUR],
    ["pauses", WITH_PAUSES],
  ])("come to the same finals where conversations are forgotten, over %s", (_times, times) => {
    fc.assert(
      fc.property(scenarioOf(times, 60), ({ records, chances, lengths }) => {
        const decoded = withoutUndatedRepeats(hostileRecords(records, chances));
        // With every change emitted, an id that comes again may be told apart from the one that is forgotten.
        expectAgreement(FORGETTING, decoded, lengths, ["finals"], leapsBack(decoded, FORGETTING));
      }),
      runs(25),
    );
  });

  it("agree at every record on what stands, and on what is to be seen", () => {
    fc.assert(
      fc.property(scenarioOf(WITH_PAUSES, 30), ({ records, chances }) => {
        const decoded = withoutUndatedRepeats(hostileRecords(records, chances));
        const reference = new Reference(SWEPT);
        const emitted = createStanding();
        const engine = createEngine(SWEPT, emitted.outputs);
        const isNumber = ([, { type }]: readonly [string, Emitted]) => type !== "conversation";
        for (const record of decoded) {
          const outcome = engine.accept(record);
          expect(reference.take(record).replace("folded", outcome)).toBe(outcome);
          const finals = [...reference.finals()];
          const standing = [...emitted.standing()];
          expect(comparable(new Map(standing.filter(isNumber)))).toEqual(comparable(new Map(finals.filter(isNumber))));
          for (const [key, final] of finals) {
            const view = isNumber([key, final]) ? undefined : engine.view(final.id);
            if (view !== undefined) expect({ ...view, revision: 1 }).toEqual(final);
          }
        }
      }),
      runs(10),
    );
  });

  it.each(WIRE_SHAPES)("come to the same finals of a simulated centre, in the shape %s", (shape) => {
    const options: SimulationOptions = {
      ...USUAL_OPTIONS,
      conversations: 15,
      seed: 5,
      shapes: [shape],
      scenarios: "all",
    };
    const lines = [...simulate({ ...options, duplicates: 3, disorder: 5 })].flatMap((one) =>
      "line" in one && one.line !== "" ? [JSON.parse(one.line) as unknown] : [],
    );
    expect(expectAgreement(USUAL, decodeAll(lines), [97])).toBeGreaterThan(100);
  });

  it("differ where a wrong gate is planted in the engine", () => {
    mockGate.isBroken = true;
    const property = fc.property(scenarioOf(ONE_HOUR, 60), ({ records, chances, lengths }) => {
      expectAgreement(USUAL, hostileRecords(records, chances), lengths);
    });
    const { failed } = fc.check(property, { numRuns: 100, endOnFailure: true });
    mockGate.isBroken = false;
    expect(failed).toBe(true);
  });
});
