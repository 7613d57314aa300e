import { readFileSync } from "node:fs";
import path from "node:path";

import { CAUSE_MEANING } from "../../../src/answers/reconcile/causes";
import { NOT_COMPARED, OTHER_DEFINITIONS } from "../../../src/answers/reconcile/rules";

const page = readFileSync(path.join(__dirname, "../../../docs/reconcile.md"), "utf8");

describe("the page about reconciliation", () => {
  it.each(Object.entries(CAUSE_MEANING))("has the cause %s with what it means", (cause, meaning) => {
    expect(page).toContain(`| \`${cause}\` | ${meaning} |`);
  });

  it.each(Object.values(OTHER_DEFINITIONS))("has the rule: %s", (rule) => {
    expect(page).toContain(`- ${rule}\n`);
  });

  it("names what is not compared, flows as one", () => {
    for (const name of [...NOT_COMPARED.keys()].filter((one) => !one.includes("Flow")))
      expect(page).toContain(`\`${name}\``);
  });
});
