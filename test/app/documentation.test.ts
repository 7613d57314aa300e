import { readFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";

import { generatePages } from "../../src/app/documentation/pages";
import { deadlineRecord } from "../../src/models/deadline";
import { measurementRecord } from "../../src/models/measurement";
import { conversationRecord } from "../../src/models/view";
import { decodeRecord } from "../../src/decoding/decode";
import { simulate, USUAL_OPTIONS } from "../../src/consumers/simulation/player";
import { foldDecoded } from "../support/run";

describe("the generated documentation", () => {
  it.each(generatePages().map(({ name, text }) => [name, text] as const))(
    "docs/%s is as the code says (npm run generate writes it)",
    (name, text) => {
      expect(readFileSync(path.join(__dirname, "../../docs", name), "utf8")).toBe(text);
    },
  );
});

describe("the published schemas", () => {
  it("describe what a run emits", () => {
    const lines = [...simulate({ ...USUAL_OPTIONS, conversations: 150, disorder: 5 })].flatMap((output) =>
      "line" in output ? [output.line] : [],
    );
    const emitted = foldDecoded(
      lines.map((line, index) => decodeRecord(Buffer.from(line), { file: "f", line: index + 1 })),
    );
    const [measurement, deadline, conversation] = [
      measurementRecord.strict(),
      deadlineRecord.strict(),
      conversationRecord.strict(),
    ];
    // One look at all: an expectation for each of so many records takes ten times as long as all else here.
    const otherwise = (schema: { readonly parse: (record: unknown) => unknown }, records: readonly unknown[]) =>
      records.filter((record) => !isDeepStrictEqual(schema.parse(record), record));
    expect(otherwise(measurement, emitted.measurements)).toEqual([]);
    expect(otherwise(deadline, emitted.deadlines)).toEqual([]);
    expect(otherwise(conversation, emitted.conversations)).toEqual([]);
    expect(emitted.measurements.length).toBeGreaterThan(1000);
    expect(emitted.conversations).toHaveLength(150);
  });
});
