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
    ["version: 1\nserviceLevels: {x: {numerator: [answered], denominator: [answeredLate]}}", "serviceLevels.x"],
    ["version: 1\nserviceLevels: {x: {numerator: [answered], denominator: [all]}}", "serviceLevels.x"],
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
