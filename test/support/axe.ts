import { readFileSync } from "node:fs";

import type { Page } from "playwright-core";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What an accessibility checker has to say of a page, by all of its rules. */
export async function violationsOf(page: Page): Promise<string[]> {
  return page.evaluate(async (source) => {
    // The page forbids scripts from elsewhere; the debugger may still run one.
    (0, eval)(source);
    const { axe } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: Violation[] }> };
    };
    // Only rules that are off need style sheets fetched anew, which a page that connects to nothing forbids.
    const { violations } = await axe.run({ preload: false });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ""}`);
  }, AXE);
}
