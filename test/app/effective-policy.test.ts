import fc from "fast-check";

import { lastCallBy } from "../../src/calendars/last-call";
import { MEDIA_TYPES } from "../../src/models/media-type";
import { resolveLimits } from "../../src/models/policy-values";
import { runs } from "../support/runs";
import { effectivePolicy, policyDigest } from "../../src/app/effective-policy";
import type { CallingPolicy } from "../../src/models/calling-policy";
import { EMPTY_POLICY, type PolicyDocument } from "../../src/app/policy";

const DAY = 86_400_000;
const digest = (document: Partial<PolicyDocument>, overrides = {}) =>
  policyDigest(effectivePolicy({ ...EMPTY_POLICY, ...document }, overrides));

it("has one digest, whoever chose it", () => {
  const policy = effectivePolicy(EMPTY_POLICY);
  expect(policyDigest({ ...policy, isFixed: true })).toBe(policyDigest(policy));
});

/** Days of March 2026, in which New York (8th) and Berlin (29th) change their clocks. */
const MARCH = 20_513;
const someWindow = fc.constantFrom(
  ...[
    [480, 720],
    [720, 1260],
    [600, 1260],
    [120, 150],
    [1320, 120],
    [0, 1440],
  ].map(([from = 0, to = 0]) => ({ from, to })),
);
const someWeek = fc
  .tuple(fc.array(someWindow, { maxLength: 2 }), fc.array(someWindow, { maxLength: 1 }))
  .map(([weekday, weekend]) => [weekday, weekday, weekday, weekday, weekday, weekend, weekend]);
const someHolidays = fc.subarray([8, 27, 28, 29].map((day) => MARCH + day - 1));
const someCalling: fc.Arbitrary<CallingPolicy> = fc
  .tuple(
    ...[fc.tuple(someWeek, someHolidays), fc.tuple(someWeek, someHolidays)],
    ...[fc.constantFrom("UTC", "Europe/Berlin"), fc.constantFrom(null, "callable"), fc.constantFrom(null, "office")],
  )
  .map(([[week, holidays], [officeWeek, officeHolidays], zone, callingCalendar, businessCalendar]) => ({
    calendars: [
      { name: "callable", week, holidays },
      { name: "office", week: officeWeek, holidays: officeHolidays, zone: "America/New_York" },
    ],
    defaults: { callingCalendar, businessCalendar, zone },
    queues: { q: { businessCalendar: "office" } },
  }));
const warnedBy = (calling: CallingPolicy): Partial<PolicyDocument> => ({
  defaults: { warnBeforeCallbackDue: 60_000 },
  calling,
});

/** The same policy, written in another way. */
function rewritten({ calendars, defaults, queues }: CallingPolicy, seed: number): CallingPolicy {
  const turned = <Item>(items: readonly Item[]) => (seed % 2 === 0 ? items : [...items].reverse());
  const letters = (zone: string | undefined) => (seed % 3 === 0 ? zone : zone?.toUpperCase());
  const inPieces = ({ from, to }: { readonly from: number; readonly to: number }) =>
    seed % 5 === 0 || to < from
      ? [{ from, to }]
      : turned([
          { from, to: from + 10 },
          { from: from + 5, to },
        ]);
  return {
    calendars: turned(calendars).map(({ name, zone, week, holidays }) => ({
      ...{ name: `${name}2`, holidays: turned([...holidays, ...holidays]) },
      week: week.map((windows) => turned(windows.flatMap(inPieces))),
      ...(zone !== undefined && { zone: letters(zone) }),
    })),
    defaults: renamed({ ...defaults, zone: letters(defaults.zone) }),
    queues: { ...Object.fromEntries(Object.entries(queues).map(([id, rules]) => [id, renamed(rules)])), r: {} },
  };
}

function renamed({ callingCalendar, businessCalendar, ...rest }: CallingPolicy["defaults"]): CallingPolicy["defaults"] {
  const named = (name: string | null | undefined) => (name == null ? name : `${name}2`);
  return {
    ...rest,
    ...(callingCalendar !== undefined && { callingCalendar: named(callingCalendar) }),
    ...(businessCalendar !== undefined && { businessCalendar: named(businessCalendar) }),
  };
}

/** The same policy with other holidays. */
function closedOn(calling: CallingPolicy, holidays: readonly number[]): CallingPolicy {
  return { ...calling, calendars: calling.calendars.map((calendar) => ({ ...calendar, holidays })) };
}

/** Until when promises may still be kept that are due all over that month. */
function lastCalls(calling: CallingPolicy): unknown {
  const lastCall = lastCallBy(calling);
  const hours = Array.from({ length: 31 * 5 }, (_, index) => MARCH * DAY + index * 17_000_000);
  return ["q", undefined].map((queue) => hours.map((at) => lastCall(at, queue, undefined) ?? null));
}

const someRules = fc.record(
  { answerTarget: fc.constantFrom(7000, 8000, null), warnBeforeHold: fc.constantFrom(5000, null) },
  { requiredKeys: [] },
);
const someMedia = fc.dictionary(fc.constantFrom("call", "chat"), someRules);
const someLimits: fc.Arbitrary<Partial<PolicyDocument>> = fc.record({
  defaults: someRules,
  media: someMedia,
  queues: fc.dictionary(
    fc.constantFrom("q", "r"),
    fc.tuple(someRules, someMedia).map(([rules, media]) => ({ ...rules, media })),
  ),
});
/** The same limits with each said for all media of each queue. */
function writtenOut({ defaults, media, queues = {}, ...rest }: Partial<PolicyDocument>): Partial<PolicyDocument> {
  const all = Object.entries(queues).map(([id, { media: own, ...rules }]) => {
    const ofMedia = MEDIA_TYPES.map((name) => [name, { ...defaults, ...media?.[name], ...rules, ...own[name] }]);
    return [id, { media: Object.fromEntries(ofMedia) as typeof own }];
  });
  return {
    ...rest,
    queues: Object.fromEntries(all) as typeof queues,
    ...(media && { media }),
    ...(defaults && { defaults }),
  };
}

const limitsOf = (document: Partial<PolicyDocument>) =>
  [undefined, "q", "r"].map((queue) =>
    MEDIA_TYPES.map((media) => resolveLimits({ ...EMPTY_POLICY, ...document }, queue, media)),
  );

describe("what a policy comes to", () => {
  it("is the same however its file says it", () => {
    const plain = digest({ defaults: { answerTarget: 7000 } });
    const others: Partial<PolicyDocument>[] = [
      { defaults: { answerTarget: 7000 }, run: { lateness: DAY } },
      { defaults: { answerTarget: 7000 }, media: { call: { answerTarget: 7000 } } },
      { defaults: { answerTarget: 7000 }, queues: { q: { media: {} } } },
      {
        defaults: { answerTarget: 7000 },
        queues: { q: { answerTarget: 7000, media: { chat: { answerTarget: 7000 } } } },
      },
      { defaults: { answerTarget: 7000 }, serviceLevels: [] },
    ];
    expect(others.map((document) => digest(document))).toEqual(others.map(() => plain));
    const [one, other] = [
      { answerTarget: 1000, media: {} },
      { holdMax: 9000, media: {} },
    ];
    expect(digest({ queues: { a: one, b: other } })).toBe(digest({ queues: { b: other, a: one } }));
    expect(digest({ run: { sweep: 5 * DAY } })).toBe(digest({}, { sweep: 5 * DAY }));
  });

  it("is another where views show the zones of callees, whatever the calendars are", () => {
    const calendar = { name: "callable", week: [], holidays: [] };
    const calling = { calendars: [calendar], defaults: {}, queues: {} };
    const others = {
      calendars: [{ ...calendar, holidays: [1] }],
      defaults: { callingCalendar: "callable" },
      queues: {},
    };
    expect(digest({ calling })).not.toBe(digest({}));
    expect(digest({ calling: others })).toBe(digest({ calling }));
    expect(digest({ calling: { calendars: [], defaults: { zone: "UTC" }, queues: {} } })).toBe(digest({}));
  });

  it("is another where somebody is warned of promises by other calendars, however they are written", () => {
    const window = { from: 480, to: 1260 };
    const calendar = { name: "callable", week: [[window]], holidays: [] };
    const calling: CallingPolicy = {
      calendars: [calendar, { name: "unused", week: [], holidays: [] }],
      defaults: { callingCalendar: "callable", zone: "Europe/Berlin" },
      queues: { q: { zone: "Europe/Berlin" } },
    };
    const warned = (its: CallingPolicy) => digest({ defaults: { warnBeforeCallbackDue: 60_000 }, calling: its });
    const renamed = { ...calling.defaults, callingCalendar: "other" };
    const same: CallingPolicy[] = [
      { ...calling, calendars: [calendar] },
      { ...calling, queues: {} },
      { calendars: [{ ...calendar, name: "other" }], defaults: renamed, queues: {} },
    ];
    expect(same.map(warned)).toEqual(same.map(() => warned(calling)));
    const others: CallingPolicy[] = [
      { ...calling, calendars: [{ ...calendar, holidays: [4] }] },
      { ...calling, calendars: [{ ...calendar, zone: "UTC" }] },
      { ...calling, defaults: { ...calling.defaults, zone: "UTC" }, queues: {} },
      { ...calling, queues: { q: { callingCalendar: null } } },
      { ...calling, defaults: {} },
    ];
    expect(new Set([calling, ...others].map(warned)).size).toBe(1 + others.length);
    const ofOne = { q: { media: { callback: { warnBeforeCallbackDue: 60_000 } } } };
    expect(digest({ queues: ofOne, calling })).not.toBe(digest({ queues: ofOne, calling: others[0]! }));
  });

  it("is the same in whatever order, pieces and letters calendars are written, and another where a promise is warned of otherwise", () => {
    let [same, different] = [0, 0];
    fc.assert(
      fc.property(someCalling, someHolidays, fc.nat(), (one, holidays, seed) => {
        const other = closedOn(one, holidays);
        expect(digest(warnedBy(rewritten(one, seed)))).toBe(digest(warnedBy(one)));
        const isSame = digest(warnedBy(one)) === digest(warnedBy(other));
        const isAlike = JSON.stringify(lastCalls(one)) === JSON.stringify(lastCalls(other));
        if (isSame) expect(isAlike).toBe(true);
        [same, different] = [same + Number(isSame), different + Number(!isAlike)];
      }),
      runs(60),
    );
    expect(Math.min(same, different)).toBeGreaterThan(3);
  });

  it("is the same exactly where every limit of every queue and medium is", () => {
    let same = 0;
    fc.assert(
      fc.property(someLimits, someLimits, fc.boolean(), (one, another, isAnother) => {
        const other = isAnother ? another : writtenOut(one);
        const isSame = digest(one) === digest(other);
        expect(isSame).toBe(JSON.stringify(limitsOf(one)) === JSON.stringify(limitsOf(other)));
        same += Number(isSame);
      }),
      runs(300),
    );
    expect(same).toBeGreaterThan(3);
  });

  it("is another where any number may be", () => {
    const all = [
      digest({}),
      digest({}, { lateness: DAY / 2 }),
      digest({ defaults: { answerTarget: 7000 } }),
      digest({ defaults: { answerTarget: null } }),
      digest({ media: { chat: { answerTarget: 7000 } } }),
      digest({ queues: { q: { answerTarget: 7000, media: {} } } }),
      digest({ queues: { r: { answerTarget: 7000, media: {} } } }),
      digest({ queues: { q: { media: { chat: { answerTarget: 7000 } } } } }),
      digest({ queues: { __proto__x: { holdMax: 1, media: {} } } }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
