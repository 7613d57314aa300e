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
    const [measurement, deadline, conversation] = [
      measurementRecord.strict(),
      deadlineRecord.strict(),
      conversationRecord.strict(),
    ];
    for (const record of told.measurements) expect(measurement.parse(record)).toEqual(record);
    for (const record of told.deadlines) expect(deadline.parse(record)).toEqual(record);
    for (const record of told.conversations) expect(conversation.parse(record)).toEqual(record);
    expect(told.conversations).toHaveLength(150);
  });
});
