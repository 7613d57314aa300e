import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

import type { TableReport } from "../../src/answers/report";
import type { ReportRow } from "../../src/answers/report-row";
import { loadStaticPages } from "../../src/board/static-pages";
import { layOut } from "../../src/board/web/timeline/layout";
import type { ConversationRecord } from "../../src/models/view";
import { convofold, withFolder } from "../support/cli";

const CALL = "ca110000-0000-4000-a000-000000000001";
const SAMPLES = path.join(__dirname, "../../samples");
const HOSTILE = `</text></svg><script>alert(1)</script>"'&`;
const at = (time: string) => `2026-03-02T${time}.000Z`;

/** An open conversation with everything in it that a drawing must cope with. */
const view: ConversationRecord = {
  type: "conversation",
  schemaVersion: 1,
  id: HOSTILE,
  revision: 3,
  state: "open",
  startTime: at("09:00:00"),
  lastNews: at("09:05:00"),
  participants: [
    {
      participantId: "p1",
      purpose: HOSTILE,
      userId: "u1",
      communications: [
        {
          communicationId: "c1",
          mediaType: "call",
          state: "connected",
          since: at("09:00:10"),
          connectedTime: at("09:00:10"),
          held: true,
          segments: [
            { type: "alert", startTime: at("09:00:00"), endTime: at("09:00:10") },
            { type: "interact", startTime: at("09:00:10"), endTime: at("09:04:00") },
            { type: "hold", startTime: at("09:04:00") },
          ],
          anomalies: { overlap: 2 },
        },
      ],
    },
  ],
  deadlines: [
    { id: `${HOSTILE}/c1/alerting`, kind: "alerting", dueAt: at("09:00:30"), status: "met", metAt: at("09:00:10") },
    { id: `${HOSTILE}/c1/hold/1`, kind: "hold", dueAt: at("09:07:00"), status: "pending" },
    { id: `${HOSTILE}/stuck/1`, kind: "stuck", dueAt: at("09:06:00"), status: "overdue" },
  ],
};

/** What a file that stands alone must not have. */
function expectAlone(text: string): void {
  expect(text).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bhref=|@import|\bon\w+="/i);
  expect(text.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:\/\//);
}

describe("the layout of a timeline", () => {
  const layout = layOut(view, Date.parse(at("09:06:00")));

  it("draws holds over the connection they interrupt, and what goes on up to now", () => {
    expect(layout.rows.map(({ key }) => key)).toEqual(["p1/0", "conversation"]);
    expect(layout.rows[0]?.blocks.map(({ type, isOver }) => [type, isOver])).toEqual([
      ["connection", false],
      ["alert", false],
      ["hold", true],
    ]);
    expect(layout.nowAt).toBe(Date.parse(at("09:06:00")));
    expect(layout.rows[0]?.blocks.filter(({ untilAt }) => untilAt === undefined)).toHaveLength(2);
  });

  it("draws no connection where a communication is parked: nobody has it then", () => {
    const [participant] = view.participants;
    const segment = (type: "interact" | "parked", from: string, until: string) => ({
      type,
      startTime: at(from),
      endTime: at(until),
    });
    const parked = {
      ...participant!.communications[0]!,
      connectedTime: at("09:00:00"),
      endTime: at("09:05:00"),
      segments: [
        segment("interact", "09:00:00", "09:01:00"),
        segment("parked", "09:01:00", "09:04:00"),
        segment("interact", "09:04:00", "09:05:00"),
      ],
    };
    const [row] = layOut({ ...view, participants: [{ ...participant!, communications: [parked] }] }, 0).rows;
    const minutes = row?.blocks.map(({ type, fromAt, untilAt }) => [type, ((untilAt ?? 0) - fromAt) / 60_000]);
    expect(minutes?.filter(([type]) => type === "connection" || type === "parked")).toEqual([
      ["connection", 1],
      ["connection", 1],
      ["parked", 3],
    ]);
  });

  it("puts deadlines on the row of whom they are about, and those of nobody on one of their own", () => {
    expect(layout.rows.map(({ marks }) => marks.map(({ kind }) => kind))).toEqual([["alerting", "hold"], ["stuck"]]);
  });

  it("ends where the conversation ended, however much later a kept promise was due", () => {
    const over = layOut(
      {
        ...view,
        state: "ended",
        deadlines: [
          { id: `${HOSTILE}/c1/wrapUp`, kind: "wrapUp", dueAt: at("10:00:00"), status: "met", metAt: at("09:05:00") },
        ],
      },
      Date.parse(at("11:00:00")),
    );
    expect(over.axis.to).toBe(Date.parse(at("09:05:00")));
  });
});

describe("pictures that stand alone", () => {
  const pages = loadStaticPages();

  it("take whatever a record says as text", () => {
    for (const text of [pages.timelineSvg(view, undefined), pages.timelineHtml(view, undefined)]) {
      expectAlone(text);
      expect(text).toContain("alert(1)");
    }
  });

  it("draw the words of blocks over the marks of deadlines, so that none is struck through", () => {
    const lanes = loadStaticPages().timelineSvg(view, undefined).split('clip-path="url').slice(1);
    const both = lanes.filter((lane) => lane.includes("<circle") && lane.includes('class="word"'));
    expect(both.length).toBeGreaterThan(0);
    for (const lane of both) expect(lane.lastIndexOf("<circle")).toBeLessThan(lane.indexOf('class="word"'));
  });

  it("are written by `timeline --out`, as SVG or as a page with the same in tables, the same bytes each time", () =>
    withFolder(async (folder) => {
      const log = path.join(SAMPLES, "call.ndjson");
      const draw = async (name: string) => {
        const file = path.join(folder, name);
        expect(await convofold(["timeline", log, "--conversation", CALL, "--out", file])).toMatchObject({ code: 0 });
        return readFileSync(file, "utf8");
      };
      const [svg, html] = [await draw("call.svg"), await draw("call.html")];
      for (const text of [svg, html]) expectAlone(text);
      expect(svg).toMatch(/^<svg style="--ground:/);
      expect(svg).toContain("hold, 0:40, from 09:02:");
      expect(html).toContain("<caption>What happened, by start</caption>");
      expect(await draw("again.html")).toBe(html);
      const wrong = await convofold(["timeline", log, "--conversation", CALL, "--out", path.join(folder, "call.png")]);
      expect(wrong).toMatchObject({ code: 2 });
      expect(wrong.stderr).toContain("neither .svg nor .html");
      mkdirSync(path.join(folder, "taken.svg"));
      const drawTo = (name: string) =>
        convofold(["timeline", log, "--conversation", CALL, "--out", path.join(folder, name)]);
      expect(await drawTo("taken.svg")).toMatchObject({ code: 2 });
      expect(await drawTo("call.svg/within-a-file.svg")).toMatchObject({ code: 3 });
    }));

  it("number the people of a conversation where no names are given: an id may be a name", () => {
    const [participant] = view.participants;
    const agent = (userId: string, participantId: string) => ({
      ...participant!,
      participantId,
      purpose: "agent",
      userId,
    });
    const people = [agent("anna", "p1"), agent("bert", "p2"), agent("anna", "p3")];
    const text = pages.timelineSvg({ ...view, participants: people }, undefined);
    expect(text).not.toMatch(/anna|bert/);
    expect([...text.matchAll(/>(agent \d)</g)].map(([, label]) => label)).toEqual(["agent 1", "agent 2", "agent 1"]);
  });

  it("show the queues and intervals of a log as `report` counts them, in the zone and with the names that are given", () =>
    withFolder(async (folder) => {
      const day = path.join(SAMPLES, "day.ndjson.gz");
      const [file, out] = [path.join(folder, "day.html"), path.join(folder, "out")];
      const given = ["--names", path.join(SAMPLES, "names.csv"), "--zone", "Asia/Kolkata", "--interval", "day"];
      const drawn = await convofold(["replay", day, "--out", out, "--report", file, ...given, "-q"]);
      expect(drawn).toMatchObject({ code: 0, stderr: "" });
      const counted = await convofold(["report", out, ...given, "--format", "json"]);
      const { groupTotals, total, rows } = JSON.parse(counted.stdout) as TableReport;
      const text = readFileSync(file, "utf8");
      expectAlone(text);
      const tables = new Map(
        [...text.matchAll(/<caption>([^<]*)<\/caption>(.*?)<\/table>/gs)].map(([, caption = "", table = ""]) => [
          caption,
          [...table.matchAll(/<tr[^>]*><th scope="row">([^<]*)<\/th>(.*?)<\/tr>/gs)].map(
            ([, name = "", cells = ""]) => [
              name,
              ...[...cells.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = ""]) => cell.replace(/<[^>]*>/g, "")),
            ],
          ),
        ]),
      );
      const levelOf = ({ serviceLevels }: ReportRow) => {
        const { value, numerator, denominator } = serviceLevels.find(
          ({ name }) => name === "platformWithoutShortAbandons",
        )!;
        return value === null ? "—" : `${(100 * value).toFixed(1)} % ${numerator} of ${denominator}`;
      };
      const shown = ({ waits }: ReportRow) => [waits.offered, waits.answered, waits.abandoned].map(String);
      const queues = tables.get("Queues over the whole log") ?? [];
      const expected = [...groupTotals, total].map((row) =>
        [row.group.queue ?? "", levelOf(row), ...shown(row)].join("|"),
      );
      const found = queues.map(([name = "", ...cells]) =>
        [name.replace(/^(All|\(no queue\))$/, ""), ...cells.slice(0, 4)].join("|"),
      );
      expect([...found].sort()).toEqual(expected.sort());
      expect(queues.at(-1)?.[0]).toBe("All");
      const billing = rows.filter(({ group }) => group.queue === "Billing");
      expect(tables.get("Billing")?.map(([start]) => start)).toEqual(
        billing.map(({ from }) => from?.slice(0, 16).replace("T", " ")),
      );
      expect(text).toContain("Asia/Kolkata");
      expect(text).not.toContain("names a person");
    }));

  it("tell of a whole log, with `replay --report`: what its summary says, and nothing of a person", () =>
    withFolder(async (folder) => {
      const file = path.join(folder, "day.html");
      const result = await convofold(["replay", path.join(SAMPLES, "day.ndjson.gz"), "--report", file, "--json", "-q"]);
      expect(result).toMatchObject({ code: 0 });
      const { measurements, deadlines } = JSON.parse(result.stdout) as {
        measurements: Record<string, { count: number }>;
        deadlines: Record<string, Record<string, number>>;
      };
      const text = readFileSync(file, "utf8");
      expectAlone(text);
      expect(text).not.toMatch(/Caller|\+1555|Agent \d/);
      for (const name of ["tAcd", "tHeld", "tAcw", "tHandle"]) {
        const bars = [
          ...((text.split(`aria-label="${name}:`)[1] ?? "").split("</svg>")[0]?.matchAll(/: (\d+) times<\/title>/g) ??
            []),
        ];
        const counted = bars.reduce((sum, [, count]) => sum + Number(count), 0);
        expect([name, counted]).toEqual([name, measurements[name]?.count]);
      }
      expect(text).toContain(`<td class="number">${deadlines["alerting"]?.["met"] ?? ""}</td>`);
      expect(text.match(/<svg class="timeline"/g)).toHaveLength(8);
      const refused = await convofold([
        "replay",
        path.join(SAMPLES, "day.ndjson.gz"),
        "--report",
        file,
        "--workers",
        "2",
      ]);
      expect(refused).toMatchObject({ code: 2 });
    }));
});
