import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { parse } from "csv-parse/sync";

import type { NameBook } from "../../../src/models/name-book";
import { STREAMS } from "../../../src/sinks/files/streams";
import { writeTables, type TablesOptions } from "../../../src/sinks/tables/write-tables";
import { withFolder } from "../../support/cli";

const MEASUREMENT = {
  type: "measurement",
  schemaVersion: 1,
  id: "c1/m1/tTalk/1",
  revision: 2,
  conversationId: "c1",
  userId: "U1",
  queueId: "q1",
  name: "tTalk",
  value: 5_097_600_000,
  emitDate: "2026-03-02T09:00:00.001Z",
  origin: "reported",
  evidence: [
    { file: "a,b.ndjson", line: 3 },
    { topic: "t", partition: 0, offset: 7, item: 1 },
  ],
};
const PLAIN = {
  type: "measurement",
  schemaVersion: 1,
  id: "c2/-/nError",
  revision: 1,
  conversationId: "c2",
  name: "nError",
  value: 0,
};
const VIEW = {
  type: "conversation",
  schemaVersion: 1,
  id: "c1",
  revision: 2,
  state: "ended",
  startTime: "2026-03-02T08:59:00.000Z",
  lastNews: "2026-03-02T09:00:00.001Z",
  reopened: true,
  participants: [
    {
      participantId: "p1",
      purpose: "agent",
      userId: "U1",
      communications: [
        {
          mediaType: "callback",
          state: "ended",
          since: "2026-03-02T09:00:00.001Z",
          wrapupCode: "w1",
          afterCallWork: { state: "complete", endTime: "2026-03-02T09:01:00.000Z", timedOut: true },
          callback: {
            state: "answered",
            scheduledTimes: ["2026-03-02T08:59:30.000Z", "2026-03-02T08:59:40.000Z"],
            attempts: [],
          },
          segments: [{ type: "interact", startTime: "2026-03-02T08:59:00.000Z" }],
        },
        { mediaType: "call", state: "alerting", since: "2026-03-02T08:59:00.000Z", segments: [] },
      ],
    },
  ],
  deadlines: [],
};
const NAMES: NameBook = {
  queues: { q1: "=cmd|'/c calc'!A0" },
  users: { u1: "Ada, née B." },
  wrapupCodes: { w1: "Sold" },
};

/** Writes tables of some lines, and looks at the folder. */
const written = (
  options: TablesOptions,
  look: (folder: string, tables: Awaited<ReturnType<typeof writeTables>>) => unknown,
) =>
  withFolder(async (folder) => {
    const lines: Readonly<Record<string, readonly object[]>> = {
      measurements: [MEASUREMENT, PLAIN],
      conversations: [VIEW],
    };
    const files = STREAMS.map((stream) => [stream, path.join(folder, `${stream}.ndjson`)] as const);
    for (const [stream, file] of files)
      writeFileSync(file, (lines[stream] ?? []).map((line) => `${JSON.stringify(line)}\n`).join(""));
    await look(folder, await writeTables({ folder, files }, options));
  });
const csvOf = (folder: string, table: string) =>
  parse<Record<string, string>>(readFileSync(path.join(folder, `${table}.csv`)), { columns: true });
const parquetOf = async (folder: string, table: string) => {
  const { asyncBufferFromFile, parquetReadObjects } = await import("hyparquet");
  return parquetReadObjects({ file: await asyncBufferFromFile(path.join(folder, `${table}.parquet`)) });
};

describe("tables of outputs", () => {
  it("have a file for each stream and for communications, whole or not at all", () =>
    written({ format: "csv" }, (folder, tables) => {
      expect(tables.map(({ name, rows }) => [name, rows])).toEqual([
        ["measurements.csv", 2],
        ["deadlines.csv", 0],
        ["conversations.csv", 1],
        ["communications.csv", 2],
        ["rejects.csv", 0],
      ]);
      expect(readdirSync(folder).filter((name) => name.endsWith(".rewritten"))).toEqual([]);
      expect(existsSync(path.join(folder, "measurements.ndjson"))).toBe(true);
    }));

  it("leave a cell of CSV empty where a value is missing, write 0 where it is 0, and end lines as RFC 4180 does", () =>
    written({ format: "csv" }, (folder) => {
      const [full, plain] = csvOf(folder, "measurements");
      expect(full).toMatchObject({ value: "5097600000", emitDate: "2026-03-02T09:00:00.001Z", participantId: "" });
      expect(JSON.parse(full?.["evidence"] ?? "")).toEqual(MEASUREMENT.evidence);
      expect(plain).toMatchObject({ value: "0", emitDate: "", origin: "", evidence: "" });
      expect(readFileSync(path.join(folder, "deadlines.csv"), "utf8")).toMatch(/^id,revision,.*,evidence,gap\r\n$/);
      expect(Object.keys(full ?? {})).not.toContain("queueName");
    }));

  it("put names into columns of their own on request, whatever the case of ids, and no formula into a spreadsheet", () =>
    written({ format: "csv", names: NAMES }, (folder) => {
      const [full, plain] = csvOf(folder, "measurements");
      expect(full).toMatchObject({ userId: "U1", userName: "Ada, née B.", queueName: "'=cmd|'/c calc'!A0" });
      expect(plain).toMatchObject({ userName: "", queueName: "" });
      expect(csvOf(folder, "communications")[0]).toMatchObject({ wrapupCode: "w1", wrapupName: "Sold", queueName: "" });
    }));

  it("keep types, lists and what is missing in Parquet", () =>
    written({ format: "parquet", names: NAMES }, async (folder) => {
      const [full, plain] = await parquetOf(folder, "measurements");
      expect(full).toMatchObject({
        value: 5_097_600_000n,
        emitDate: new Date("2026-03-02T09:00:00.001Z"),
        userName: "Ada, née B.",
        queueName: NAMES.queues["q1"],
        evidence: [
          { file: "a,b.ndjson", line: 3n },
          { topic: "t", partition: 0n, offset: 7n, item: 1n },
        ],
      });
      expect([plain?.["value"], plain?.["emitDate"] ?? null, plain?.["evidence"] ?? null]).toEqual([0n, null, null]);
      expect(await parquetOf(folder, "rejects")).toEqual([]);
      const [callback, call] = await parquetOf(folder, "communications");
      expect(callback).toMatchObject({
        conversationId: "c1",
        purpose: "agent",
        afterCallWorkState: "complete",
        afterCallWorkTimedOut: true,
        callbackScheduledTime: new Date("2026-03-02T08:59:40.000Z"),
        segments: [{ type: "interact", startTime: new Date("2026-03-02T08:59:00.000Z") }],
      });
      expect(call).toMatchObject({ mediaType: "call", segments: [] });
    }));
});
