import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { viewsOf } from "../../../src/app/query/views";
import { countLines } from "../../../src/sinks/files/count-lines";

jest.mock("../../../src/sinks/files/count-lines", () => ({ countLines: jest.fn(() => 0) }));

const STREAMS = ["measurements", "deadlines", "conversations"];
const folder = mkdtempSync(path.join(tmpdir(), "convofold-views-"));

beforeAll(() => {
  for (const stream of STREAMS) writeFileSync(path.join(folder, `${stream}.ndjson`), "");
  const files = STREAMS.map((stream) => ({ name: `${stream}.ndjson`, rows: 0 }));
  writeFileSync(path.join(folder, "manifest.json"), JSON.stringify({ files }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ["SELECT 1", []],
  ["SELECT count(*) FROM Deadlines", ["deadlines"]],
  ["SELECT * FROM waits", ["conversations"]],
  ["SELECT * FROM conversations JOIN communications ON true", ["conversations"]],
  ["FROM query_table('meas' || 'urements')", STREAMS],
])("%s counts the lines of %j, each once", (sql, streams) => {
  jest.mocked(countLines).mockClear();
  viewsOf(folder, sql);
  const counted = jest.mocked(countLines).mock.calls.map(([file]) => path.basename(file, ".ndjson"));
  expect(counted).toEqual(streams);
});
