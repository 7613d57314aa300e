import type { Check } from "../../src/answers/checks";
import { printBrokenChecks } from "../../src/cli/print-broken-checks";

const BROKEN: Check = { name: "measurements", meaning: "as many as counted", violations: ["nOffered: 1, 2"] };
const KEPT: Check = { name: "sums", meaning: "the whole", violations: [] };

/** What is said of checks, and with which exit code. */
function printed(checks: readonly Check[], isLive: boolean) {
  const said: string[] = [];
  const stderr = jest.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const code = printBrokenChecks({ checks }, isLive);
  stderr.mockRestore();
  return { code, said: said.join("") };
}

it.each([
  { isLive: false, code: 1 },
  { isLive: true, code: 0 },
])("says that a check does not hold, which is no fault of a service that is writing: %j", ({ isLive, code }) => {
  const broken = printed([BROKEN, KEPT], isLive);

  expect(broken).toEqual({ code, said: expect.stringContaining('"measurements" does not hold') as string });
  expect(broken.said.includes("is writing")).toBe(isLive);
});

it("excuses only what compares two topics: of a service that is writing, too, intervals that do not come to their total are a fault", () => {
  const wrong: Check = { ...KEPT, violations: ["offered sums to 1, the total is 2"] };

  const broken = printed([BROKEN, wrong], true);

  expect(broken.code).toBe(1);
  expect(broken.said).toContain('"sums" does not hold');
  expect(printed([KEPT, wrong], true)).toEqual({ code: 1, said: expect.not.stringContaining("is writing") as string });
});

it("says nothing where all hold", () => {
  for (const isLive of [false, true]) expect(printed([KEPT], isLive)).toEqual({ code: 0, said: "" });
});
