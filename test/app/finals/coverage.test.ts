import { writeFileSync } from "node:fs";
import path from "node:path";

import { coverageOf } from "../../../src/app/finals/coverage";
import { withFolder } from "../../support/cli";
import { outputsIn, view, writeOutputs } from "../../support/output-files";

const at = (time: string) => `2026-03-02T${time}.000Z`;
const VIEWS = [
  view("a", at("09:00:00"), at("09:05:00")),
  view("b", at("09:10:00"), at("09:40:00")),
  view("a", at("09:00:00"), at("09:20:00")),
];

describe("what a log covers, by the outputs of it", () => {
  it("is what their summary says", () =>
    withFolder(async (folder) => {
      const out = writeOutputs(folder, { conversations: VIEWS.join("") });
      const said = { from: at("08:00:00"), to: at("10:00:00") };
      writeFileSync(path.join(out, "summary.json"), JSON.stringify(said));
      const { from, to } = await coverageOf(outputsIn(out));
      expect([from, to]).toEqual([Date.parse(said.from), Date.parse(said.to)]);
    }));

  it("goes from the first start to the last news where there is no summary, without what was taken back", () =>
    withFolder(async (folder) => {
      const back = view("c", at("01:00:00"), at("23:00:00"));
      const takenBack = view("c", at("01:00:00"), at("23:00:00"), { retracted: true });
      const out = writeOutputs(folder, { conversations: [back, ...VIEWS, takenBack].join("") });
      const { from, to } = await coverageOf(outputsIn(out));
      expect([from, to]).toEqual([Date.parse(at("09:00:00")), Date.parse(at("09:40:00"))]);
    }));

  it("is read from the views alone: large outputs are not divided for it", () =>
    withFolder(async (folder) => {
      const outputs = { ...outputsIn(writeOutputs(folder, { conversations: VIEWS.join("") })), bytes: 2 ** 40 };
      const { TMPDIR } = process.env;
      process.env["TMPDIR"] = path.join(folder, "missing");
      try {
        expect((await coverageOf(outputs)).to).toBe(Date.parse(at("09:40:00")));
      } finally {
        if (TMPDIR === undefined) delete process.env["TMPDIR"];
        else process.env["TMPDIR"] = TMPDIR;
      }
    }));

  it("is unknown of outputs that are empty, and a line that is none is named", () =>
    withFolder(async (folder) => {
      const out = writeOutputs(folder, {});
      expect(await coverageOf(outputsIn(out))).toEqual({ from: undefined, to: undefined });
      writeFileSync(
        path.join(out, "conversations.ndjson"),
        '{"type":"conversation","schemaVersion":1,"id":"c","lost":}\n',
      );
      await expect(coverageOf(outputsIn(out))).rejects.toMatchObject({ code: "inputUnreadable" });
    }));
});
