import { h } from "preact";
import { render } from "preact-render-to-string";

import { BlockWord } from "../../../src/board/web/timeline/block-shape";
import type { Block } from "../../../src/board/web/timeline/layout";

/** The word on a talk of ten minutes, a pixel a second, over which a hold begins after so many seconds. */
function wordOf(coveredFrom: number | undefined): string | undefined {
  const block: Block = { key: "talk", type: "talk", fromAt: 0, untilAt: 600_000, isOver: false };
  const drawn = render(h(BlockWord, { block, coveredFrom, scale: (at: number) => at / 1000, nowAt: 600_000 }));
  return /<text[^>]*>([^<]*)<\/text>/.exec(drawn)?.[1];
}

describe("a block of a timeline", () => {
  it("ends its word where a hold begins to lie over it, or leaves it out", () => {
    expect(wordOf(undefined)).toMatch(/^\w+ 10:00$/);
    expect(wordOf(300_000)).toMatch(/^\w+ 10:00$/);
    expect(wordOf(70_000)).toMatch(/^\w+$/);
    expect(wordOf(20_000)).toBeUndefined();
  });
});
