import type { Check } from "../../src/answers/checks";
import { tellChecks } from "../../src/cli/tell-checks";

const BROKEN: Check = { name: "measurements", meaning: "as many as counted", violations: ["nOffered: 1, 2"] };
const HELD: Check = { name: "sums", meaning: "the whole", violations: [] };

/** What is said of checks, and with which exit code. */
function toldOf(checks: readonly Check[], isLive: boolean) {
  const said: string[] = [];
  const stderr = jest.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const code = tellChecks({ checks }, isLive);
  stderr.mockRestore();
  return { code, said: said.join("") };
}

it.each([
  { isLive: false, code: 1 },
  { isLive: true, code: 0 },
])("says that a check does not hold, which is no fault of a service that is writing: %j", ({ isLive, code }) => {
  const told = toldOf([BROKEN, HELD], isLive);

  expect(told).toEqual({ code, said: expect.stringContaining('"measurements" does not hold') as string });
  expect(told.said.includes("is writing")).toBe(isLive);
});

it("excuses only what compares two topics: of a service that is writing, too, intervals that do not come to their total are a fault", () => {
  const wrong: Check = { ...HELD, violations: ["offered sums to 1, the total is 2"] };

  const told = toldOf([BROKEN, wrong], true);

  expect(told.code).toBe(1);
  expect(told.said).toContain('"sums" does not hold');
  expect(toldOf([HELD, wrong], true)).toEqual({ code: 1, said: expect.not.stringContaining("is writing") as string });
});

it("says nothing where all hold", () => {
  for (const isLive of [false, true]) expect(toldOf([HELD], isLive)).toEqual({ code: 0, said: "" });
});
