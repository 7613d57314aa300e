import { effectivePolicy, policyDigest } from "../../src/app/effective-policy";
import type { CallingPolicy } from "../../src/models/calling-policy";
import { EMPTY_POLICY, type PolicyDocument } from "../../src/app/policy";

const DAY = 86_400_000;
const digest = (document: Partial<PolicyDocument>, overrides = {}) =>
  policyDigest(effectivePolicy({ ...EMPTY_POLICY, ...document }, overrides));

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
      { ...calling, calendars: [{ ...calendar, holidays: [1] }] },
      { ...calling, calendars: [{ ...calendar, zone: "UTC" }] },
      { ...calling, defaults: { ...calling.defaults, zone: "UTC" }, queues: {} },
      { ...calling, queues: { q: { callingCalendar: null } } },
      { ...calling, defaults: {} },
    ];
    expect(new Set([calling, ...others].map(warned)).size).toBe(1 + others.length);
    const ofOne = { q: { media: { callback: { warnBeforeCallbackDue: 60_000 } } } };
    expect(digest({ queues: ofOne, calling })).not.toBe(digest({ queues: ofOne, calling: others[0]! }));
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
