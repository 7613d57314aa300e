import { readFileSync } from "node:fs";
import path from "node:path";

import { generatePages } from "../../src/app/documentation/pages";
import { deadlineRecord } from "../../src/models/deadline";
import { measurementRecord } from "../../src/models/measurement";
import { conversationRecord } from "../../src/models/view";
import { decodeRecord } from "../../src/decoding/decode";
import { simulate, USUAL_ORDER } from "../../src/consumers/simulation/player";
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
  it("describe what a run tells", () => {
    const lines = [...simulate({ ...USUAL_ORDER, conversations: 150, disorder: 5 })].flatMap((output) =>
      "line" in output ? [output.line] : [],
    );
    const told = foldDecoded(
      lines.map((line, index) => decodeRecord(Buffer.from(line), { file: "f", line: index + 1 })),
    );
    for (const record of told.measurements) expect(measurementRecord.strict().parse(record)).toEqual(record);
    for (const record of told.deadlines) expect(deadlineRecord.strict().parse(record)).toEqual(record);
    for (const record of told.conversations) expect(conversationRecord.strict().parse(record)).toEqual(record);
    expect(told.conversations).toHaveLength(150);
  });
});
