import { get, request } from "node:http";

import { boardSections, type BoardNews } from "../../src/models/board";
import { boardRange } from "../../src/models/board-range";
import { breachRow, conversationRow, rejectRow } from "../../src/models/board-rows";
import { nameBook } from "../../src/models/name-book";
import { problem } from "../../src/models/problem";
import type { TableReport } from "../../src/answers/report";
import { conversationRecord } from "../../src/models/view";
import { serveBoard, type ServedBoard } from "../support/browser";
import { convofold } from "../support/cli";

const DAY = ["samples/day.ndjson.gz", "--head", "100d", "--policy", "samples/policy.yaml"];
/** What is enough of a log where it is not the numbers that are asked for. */
const CALL = ["samples/call.ndjson", "--head", "100d"];
const TOKEN = "0123456789abcdef0123";

/** Asks with a host name of one's choice. */
function ask(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (answer) => {
      let body = "";
      answer.on("data", (chunk: Buffer) => (body += chunk.toString()));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    }).on("error", reject);
  });
}

/** Reads so many events of a stream. */
function events(
  url: string,
  count: number,
  headers: Record<string, string> = {},
): Promise<{ id: string; news: BoardNews }[]> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (answer) => {
      let text = "";
      answer.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        const found = [...text.matchAll(/id: (.+)\nevent: board\ndata: (.+)\n\n/g)];
        if (found.length < count) return;
        asked.destroy();
        resolve(found.slice(0, count).map(([, id = "", json = "{}"]) => ({ id, news: JSON.parse(json) as BoardNews })));
      });
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("the API of a board", () => {
  let board: ServedBoard;
  beforeAll(async () => {
    board = await serveBoard(DAY);
    for (let ready = 0; ready !== 200;) ready = (await ask(`${board.url}readyz`)).status;
    const isOver = async () => (await ask(`${board.url}api/v1/health`)).body.includes('"isEnded":true');
    while (!(await isOver())) continue;
    await events(`${board.url}api/v1/events`, 3);
  });
  afterAll(() => board.kill("SIGTERM"));
  const json = async (path: string) => JSON.parse((await ask(`${board.url}api/v1/${path}`)).body) as unknown;

  it("answers /metrics as Prometheus reads them: of the board, and of its process", async () => {
    const { status, headers, body } = await ask(`${board.url}metrics`);
    expect(status).toBe(200);
    expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
    for (const line of [
      /^convofold_board_ready 1$/m,
      /^convofold_board_conversations\{state="ended"\} 400$/m,
      /^convofold_board_records\{result="folded"\} 5733$/m,
      /^convofold_board_rejections\{reason="truncated"\} 5$/m,
      /^convofold_board_stream_time_seconds \d/m,
      /^convofold_board_last_record_seconds \d/m,
      /^convofold_build_info\{/m,
      /^process_resident_memory_bytes \d/m,
    ])
      expect(body).toMatch(line);
  });

  it("tells of a range of time what a report of the log tells", async () => {
    const [from, to] = ["2026-03-02T10:00:00Z", "2026-03-02T14:00:00Z"];
    const { body } = await ask(`${board.url}api/v1/range?from=${from}&to=${to}`);
    const { totals, queues } = boardRange.parse(JSON.parse(body));
    const report = await convofold([
      "report",
      ...DAY.slice(0, 1),
      "--from",
      from,
      "--to",
      to,
      "--format",
      "json",
      "-q",
    ]);
    const { total, groupTotals } = JSON.parse(report.stdout) as Pick<TableReport, "total" | "groupTotals">;
    expect(totals.answered).toBeGreaterThan(50);
    expect([totals.answered, totals.abandoned]).toEqual([total.waits.answered, total.waits.abandoned]);
    const counted = queues.map(({ queueId, answered, abandoned }) => [queueId, answered, abandoned]);
    const reported = groupTotals.map(({ group, waits }) => [group.queue, waits.answered, waits.abandoned]);
    const some = (rows: readonly (readonly unknown[])[]) => rows.filter(([, one, other]) => one !== 0 || other !== 0);
    expect(some(counted)).toEqual(some(reported));
  });

  it("answers as its schemas say", async () => {
    expect(boardSections.strict().parse(await json("board"))).toBeDefined();
    expect(breachRow.array().parse(await json("breaches"))).toBeDefined();
    expect(nameBook.strict().parse(await json("names"))).toBeDefined();
    expect(await json("deadlines?status=pending&limit=5")).toEqual({ deadlines: [], next: null });
    const rejects = rejectRow.array().parse(await json("rejects"));
    expect(rejects.map(({ reason }) => reason)).toEqual(Array<string>(5).fill("truncated"));
    const { conversations, next } = (await json("conversations?limit=7")) as { conversations: unknown[]; next: string };
    expect(conversationRow.strict().array().parse(conversations)).toHaveLength(7);
    const [row] = conversationRow.array().parse(conversations);
    expect(conversationRecord.parse(await json(`conversations/${row?.id ?? ""}`)).id).toBe(row?.id);
    const more = (await json(`conversations?limit=1000&cursor=${next}`)) as { conversations: unknown[]; next: null };
    expect(more.conversations).toHaveLength(393);
    expect(more.next).toBeNull();
  });

  it("says why the numbers of a conversation are what they are, with its records, masked", async () => {
    const { conversations } = (await json("conversations?limit=50")) as {
      conversations: { id: string; userIds: string[] }[];
    };
    const { id = "" } = conversations.find(({ userIds }) => userIds.length > 0) ?? {};
    const text = (await ask(`${board.url}api/v1/conversations/${id}/evidence`)).body;
    const { explanations, records } = JSON.parse(text) as {
      explanations: { formula: unknown[] }[];
      records: unknown[];
    };
    expect(explanations.length).toBeGreaterThan(3);
    expect(explanations.some(({ formula }) => formula.length > 0)).toBe(true);
    expect(records.length).toBeGreaterThan(3);
    expect(text).not.toMatch(/Caller|\+1555|Agent \d/);
  });

  it("answers errors as problems that say what to do", async () => {
    for (const [path, status, code] of [
      ["api/v1/conversations/nobody", 404, "notHeld"],
      ["api/v1/conversations?limit=0", 400, "badRequest"],
      ["api/v1/range?from=yesterday", 400, "badRequest"],
      ["api/v1/range?from=9999-12-31T23:59:59-23:59", 400, "badRequest"],
      ["api/v1/conversations?to=0000-01-01T00:00:00%2B00:01", 400, "badRequest"],
      ["api/v1/conversations?overdue=maybe", 400, "badRequest"],
      ["api/v1/nothing", 404, "noSuchPath"],
      ["nothing.js", 404, "noSuchPath"],
      [`api/v1/conversations/${"x".repeat(2000)}`, 404, "noSuchPath"],
    ] as const) {
      const answer = await ask(`${board.url}${path}`);
      expect({
        path,
        mime: String(answer.headers["content-type"]).split(";")[0],
        ...problem.parse(JSON.parse(answer.body)),
      }).toMatchObject({
        path,
        mime: "application/problem+json",
        status,
        code,
      });
    }
  });

  it("shows whoever mistypes an address in a browser the page, which says that nothing is there", async () => {
    const headers = { accept: "text/html,application/xhtml+xml" };
    const [page, mistyped, asked] = await Promise.all(
      ["", "queue", "api/v1/queue"].map((name) => ask(`${board.url}${name}`, headers)),
    );
    expect([mistyped?.status, mistyped?.body]).toEqual([404, page?.body]);
    expect(mistyped?.headers["content-security-policy"]).toBe(page?.headers["content-security-policy"]);
    expect(String(asked?.headers["content-type"])).toContain("application/problem+json");
  });

  it("documents every path of it", async () => {
    const { paths, openapi } = JSON.parse((await ask(`${board.url}api/openapi.json`)).body) as {
      paths: Record<string, unknown>;
      openapi: string;
    };
    expect(openapi).toBe("3.1.0");
    expect(Object.keys(paths).sort()).toEqual(
      [
        "board",
        "breaches",
        "callbacks",
        "conversations",
        "conversations/{id}",
        "conversations/{id}/evidence",
        "deadlines",
        "events",
        "health",
        "names",
        "queues",
        "range",
        "rejects",
        "session",
      ].map((name) => `/api/v1/${name}`),
    );
    expect(JSON.stringify(paths)).toContain("Answered within target");
  });

  it("streams what changes, and goes on where somebody left off", async () => {
    const [first, second] = await events(`${board.url}api/v1/events`, 2);
    expect(Object.keys(first?.news ?? {}).sort()).toEqual([
      "breaches",
      "callbacks",
      "clock",
      "health",
      "queues",
      "totals",
    ]);
    // The clock goes on; what stands still is not sent again. Memory may change, and with it health.
    expect(Object.keys(second?.news ?? {}).filter((name) => name !== "health")).toEqual(["clock"]);
    const [again] = await events(`${board.url}api/v1/events`, 1, { "last-event-id": first?.id ?? "" });
    expect(again?.news.queues).toBeUndefined();
    const [fresh] = await events(`${board.url}api/v1/events?lastEventId=other.7`, 1);
    expect(fresh?.news.queues).toEqual(first?.news.queues);
  });

  it("sends headers that let the page do nothing but with what comes from here", async () => {
    const { headers } = await ask(board.url);
    expect(headers["content-security-policy"]).toContain("default-src 'none';script-src 'self';style-src 'self'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
  });

  it("answers only to names of this machine, so that no page from elsewhere reaches it under another", async () => {
    const answer = await ask(`${board.url}api/v1/queues`, { host: "rebound.example" });
    expect(JSON.parse(answer.body)).toMatchObject({ status: 421, code: "wrongHost" });
  });
});

describe("who may see a board", () => {
  it("is whoever shows the token, once", async () => {
    const board = await serveBoard(CALL, { env: { CONVOFOLD_TOKEN: TOKEN } });
    try {
      const queues = `${board.url}api/v1/queues`;
      expect((await ask(queues)).status).toBe(401);
      expect((await ask(queues, { authorization: "Bearer wrong-wrong-wrong" })).status).toBe(401);
      expect((await ask(queues, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
      expect((await ask(board.url)).status).toBe(200);
      expect((await ask(`${board.url}metrics`)).status).toBe(401);
      expect((await ask(`${board.url}metrics`, { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
      const show = (token: string) =>
        fetch(`${board.url}api/v1/session`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ token }),
        });
      expect((await show("wrong")).status).toBe(401);
      const shown = await show(TOKEN);
      expect(shown.status).toBe(204);
      const cookie = shown.headers.get("set-cookie") ?? "";
      expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
      expect(cookie).not.toContain(TOKEN);
      expect((await ask(queues, { cookie: cookie.split(";")[0] ?? "" })).status).toBe(200);
      const tries = await Promise.all(Array.from({ length: 20 }, () => show("wrong")));
      expect(tries.some(({ status }) => status === 429)).toBe(true);
    } finally {
      await board.kill("SIGTERM");
    }
  });

  it("is nobody else: an address that others can reach needs a token, or a word that it needs none", async () => {
    const open = await convofold(["serve", "--http", "0.0.0.0:0"]);
    expect(open).toMatchObject({ code: 2 });
    expect(open.stderr).toContain("no token is set");
    expect(open.stderr).toContain("--no-authentication");
    // On topics it is said before any broker is asked: nobody listens on this port.
    const onTopics = await convofold(["serve", "--role", "board", "--brokers", "127.0.0.1:9", "--http", "0.0.0.0:0"]);
    expect(onTopics).toMatchObject({ code: 2, stderr: open.stderr });
  });

  it("is told what is wrong with an address, a port that is taken, names and a log", async () => {
    const board = await serveBoard(CALL);
    const address = new URL(board.url).host;
    const taken = await convofold(["serve", "--http", address]);
    await board.kill("SIGTERM");
    expect(taken.code).toBe(2);
    expect(taken.stderr).toContain("EADDRINUSE");
    for (const [args, words] of [
      [["--http", "nonsense"], "is no address"],
      [["--names", "nowhere.json"], "cannot be read"],
      [["--names", "package.json"], "are wrong"],
      [["nowhere.ndjson"], "nowhere.ndjson"],
    ] as const) {
      const result = await convofold(["serve", ...args]);
      expect({ args, code: result.code === 0, said: result.stderr.includes(words), shown: result.stdout }).toEqual({
        args,
        code: false,
        said: true,
        shown: "",
      });
    }
  });
});
