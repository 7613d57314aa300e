import fc from "fast-check";

import { LineSplitter, withoutNewline } from "../../../src/sinks/files/line-splitter";

/** The lines of chunks that all lie in the same memory, one after the other. */
function linesOf(chunks: readonly string[]): string[] {
  const memory = Buffer.alloc(1000);
  const splitter = new LineSplitter();
  const lines = chunks.flatMap((chunk) => {
    const bytes = memory.subarray(0, memory.write(chunk));
    return [...splitter.take(bytes)].map((line) => line.toString());
  });
  const rest = splitter.rest();
  return rest === undefined ? lines : [...lines, rest.toString()];
}

describe("the lines of a file", () => {
  it("are the same wherever its bytes are cut, each with the newline that ends it", () => {
    const text = fc.array(fc.constantFrom("a", "bc", "\n", "{}\n"), { maxLength: 30 });
    fc.assert(
      fc.property(text, (chunks) => {
        expect(linesOf(chunks)).toEqual(chunks.join("").match(/[^\n]*\n|[^\n]+$/g) ?? []);
      }),
    );
  });

  it("can be had without it", () => {
    expect(["a\n", "a", "\n"].map((line) => withoutNewline(Buffer.from(line)).toString())).toEqual(["a", "a", ""]);
  });
});
