import type { Page } from "playwright-core";

/**
 * Waits until a page of the board, or a file that it makes, stands as it is to be seen: news has come, nothing is looked for any more, and a
 * timeline has the width of its panel and says why. What is measured or pressed before that is of a page that is about to change.
 */
export async function untilDrawn(page: Page): Promise<void> {
  await page.waitForSelector("dl.tiles, table, .timeline, .nothing");
  await page.waitForFunction(() => {
    const widthOf = (selector: string) => document.querySelector(selector)?.getBoundingClientRect().width;
    const connection = document.documentElement.dataset["connection"];
    if (connection !== undefined && connection !== "live") return false;
    if ([...document.querySelectorAll(".nothing")].some(({ textContent }) => textContent === "Looking…")) return false;
    const panel = widthOf(".drawing");
    if (panel === undefined) return true;
    // The drawing is never narrower than a phone's screen is wide: it scrolls there.
    const isWide = (widthOf(".drawing svg") ?? 0) > panel - 3;
    return isWide && document.querySelector(".columns, .panel > .nothing") !== null;
  });
}
