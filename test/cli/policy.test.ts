import { writeFileSync } from "node:fs";
import path from "node:path";

import { convofold, withFolder } from "../support/cli";

const check = (text: string) =>
  withFolder(async (folder) => {
    writeFileSync(path.join(folder, "p.yaml"), text);
    return convofold(["policy", "check", "p.yaml"], { cwd: folder });
  });

describe("convofold policy check", () => {
  it("shows what a policy comes to for each queue and medium that it names", async () => {
    const { code, stdout } = await check(
      "version: 1\nlateness: PT2H\ndefaults: {answerTarget: 30s}\nmedia: {chat: {holdMax: off}}\nqueues: {q7: {shortAbandon: 10s, media: {call: {answerTarget: 5s}}}}\n",
    );
    expect(code).toBe(0);
    expect(stdout).toContain("The policy is right.");
    expect(stdout).toMatch(/lateness\s+2h/);
    expect(stdout).toMatch(/\(any\)\s+chat\s+30s\s+5s\s+off/);
    expect(stdout).toMatch(/q7\s+call\s+5s\s+10s\s+3m/);
    expect(stdout).toContain("ofAnswered = (answeredInTarget) / (answered)");
  });

  it("shows when callbacks may be called: every day of each calendar, and what holds for each queue", async () => {
    const { code, stdout } = await check(
      "version: 1\ncalendars:\n  callable: {weekdays: 08:00-21:00, friday: [08:00-12:00, 22:00-02:00], holidays: [2026-12-25]}\n  office: {zone: Europe/Berlin, weekend: 09:00-24:00}\ndefaults: {callingCalendar: callable, zone: UTC}\nqueues: {q7: {callingCalendar: off, businessCalendar: office}}\n",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /callable +\(the callee's\) +(?:08:00-21:00 +){4}08:00-12:00, 22:00-02:00 +closed +closed +2026-12-25/,
    );
    expect(stdout).toMatch(/office +Europe\/Berlin +(?:closed +){5}09:00-24:00 +09:00-24:00 +none/);
    expect(stdout).toMatch(/\(any\) +callable +off +UTC/);
    expect(stdout).toMatch(/q7 +off +office +UTC/);
  });

  it.each([
    ["version: 1\nlateness: soon", 'lateness: "soon"; allowed is a span from 0s to 400d, such as 24h'],
    [
      "version: 1\ndefaults:\n  holdMax: 48h",
      'defaults.holdMax: "48h"; allowed is a span from 1s to 24h, such as 3m, or off',
    ],
    ["version: 1\nmedia:\n  call:\n    answerTraget: 20s", "media.call.answerTraget: there is no such field"],
    ["version: 1\nsettle: off", 'settle: "off"; allowed is a span'],
    ["version: 2", "version: 2; allowed is 1"],
    ["lateness: 1h", "version: missing; allowed is 1"],
    ["version: [", "is no YAML from line 1, column 11 on:\n  version: [\n            ^\n"],
    ["version: 1\nmedia:\n  fax: {}", "media"],
    ["&all [*all]", "repeats parts of itself by aliases"],
    ["version: *nobody", "repeats parts of itself by aliases"],
    [
      [
        "a: &a [x]",
        ...Array.from("bcdefg", (name, i) => `${name}: &${name} [${`*${"abcdef".charAt(i)}, `.repeat(10)}]`),
      ].join("\n"),
      "repeats parts of itself by aliases",
    ],
    ["version: 1\nserviceLevels: {x: {numerator: [answered], denominator: [answeredLate]}}", "serviceLevels.x"],
    ["version: 1\nserviceLevels: {x: {numerator: [answered], denominator: [all]}}", "serviceLevels.x"],
    [
      "version: 1\ncalendars: {c: {monday: 8-21}}",
      'calendars.c.monday: "8-21"; allowed are windows such as 08:00-12:00',
    ],
    ["version: 1\ncalendars: {c: {monday: 08:00-24:01}}", "calendars.c.monday"],
    ["version: 1\ncalendars: {c: {monday: 08:00-08:00}}", "calendars.c.monday"],
    [
      "version: 1\ncalendars: {c: {holidays: [2026-02-30]}}",
      'calendars.c.holidays.0: "2026-02-30"; allowed is a day such as',
    ],
    [
      "version: 1\ncalendars: {c: {zone: +02:00}}",
      'calendars.c.zone: "+02:00"; a name such as Europe/Berlin is wanted',
    ],
    ["version: 1\ncalendars: {c: {moonday: 08:00-21:00}}", "calendars.c.moonday: there is no such field"],
    [
      "version: 1\ncalendars: {c: {}}\ndefaults: {callingCalendar: d}",
      'defaults.callingCalendar: "d"; allowed is off, or one of c',
    ],
    [
      "version: 1\ncalendars: {c: {}}\nqueues: {q7: {businessCalendar: c}}",
      'queues.q7.businessCalendar: "c"; allowed is off, or one of c, with a zone',
    ],
    ["version: 1\nmedia: {call: {callingCalendar: c}}", "media.call.callingCalendar: there is no such field"],
  ])("names the field, the value and what is allowed: %j", async (text, message) => {
    const { code, stderr } = await check(text);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain("docs/policy.md");
  });

  it("says where a policy cannot be read", async () => {
    expect(await convofold(["policy", "check", "no-such.yaml"])).toMatchObject({
      code: 3,
      stderr: 'convofold: The policy "no-such.yaml" cannot be read.\nCheck the path and its permissions.\n',
    });
  });
});
