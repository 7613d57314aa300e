import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import type { Browser, BrowserContext, Page } from "playwright-core";

import type { BoardSections } from "../../../src/models/board";
import type { BoardRange } from "../../../src/models/board-range";
import type { ConversationRow } from "../../../src/models/board-rows";
import { formatLevel } from "../../../src/board/web/format";
import { violationsOf } from "../../support/axe";
import { simulatedLines } from "../../support/board";
import { describeWithBrowser, openBrowser, serveBoard, type ServedBoard } from "../../support/browser";
import { convofold } from "../../support/cli";
import { untilDrawn } from "./page-drawn";
import { watch } from "../../support/page-watch";

const SCREENS = path.join(__dirname, "../../../out/screens");
const HOSTILE = '<img src=x onerror="window.hit=1">';
/** A conversation of the sample with two agents and holds. */
const SAMPLE_CONVERSATION = "9b825565-2e2f-407b-a4a5-25ff35117597";
const VIEWS = ["/", "/breaches", "/callbacks", "/conversations", "/health", "/wall"];

/** Waits until all of its log is on the board. */
async function untilOver({ url }: ServedBoard): Promise<void> {
  for (let isOver = false; !isOver;)
    isOver = (await (await fetch(`${url}api/v1/health`)).text()).includes('"isEnded":true');
}

describeWithBrowser("the page of the board", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "convofold-"));
  const log = path.join(folder, "day.ndjson");
  const namesFile = path.join(folder, "names.csv");
  const args = [log, "--head", "100d", "--policy", "samples/policy.yaml", "--names", namesFile];
  let browser: Browser;
  let board: ServedBoard;
  let context: BrowserContext;
  let page: Page;
  let troubles: string[];

  beforeAll(async () => {
    mkdirSync(SCREENS, { recursive: true });
    const lines = simulatedLines({ conversations: 300, seed: 5, shapes: ["nested"], queues: 4 }).slice(0, 2500);
    writeFileSync(log, `${lines.join("\n")}\n${hostileRecord(lines)}\n`);
    const queues = [...new Set(lines.flatMap((line) => /"queueId":"([^"]+)"/.exec(line)?.[1] ?? []))].sort();
    const names = ["Billing", "Support", "Sales", HOSTILE];
    writeFileSync(
      namesFile,
      `kind,id,name\n${queues.map((id, index) => `queue,${id},"${(names[index] ?? "?").replaceAll('"', '""')}"`).join("\n")}\n`,
    );
    browser = await openBrowser();
    board = await serveBoard(args);
    await untilOver(board);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await board.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      timezoneId: "UTC",
      colorScheme: "dark",
    });
    page = await context.newPage();
    troubles = watch(page, board.url);
  });
  afterEach(() => context.close());

  const open = async (view: string) => {
    await page.goto(new URL(view, board.url).href);
    await untilDrawn(page);
  };
  const json = async <Answer>(name: string) => (await (await fetch(`${board.url}api/v1/${name}`)).json()) as Answer;

  it("shows the numbers of the fold, with no error and no request to elsewhere", async () => {
    await open("/");
    await page.waitForSelector("text=Billing");
    const { totals, queues } = await json<BoardSections>("board");
    const tiles = await page.$$eval("dl.tiles > div", (found) =>
      found.map((tile) => [tile.querySelector("dt")?.textContent, tile.querySelector("dd")?.textContent]),
    );
    const shown = Object.fromEntries(tiles as [string, string][]);
    expect(shown["Waiting"]).toBe(String(totals.waiting));
    expect(shown["In progress"]).toBe(String(totals.inProgress));
    expect(shown["Service level"]).toContain(formatLevel(totals.serviceLevel, 0.8));
    expect(shown["Breaches now"]).toContain(String(totals.breaches));
    const rows = await page.$$eval("tbody tr", (found) =>
      found.map((row) => [...row.children].map((cell) => cell.textContent)),
    );
    expect(rows).toHaveLength(queues.length);
    const billing = rows.find(([name]) => name === "Billing") ?? [];
    const row = queues.find(
      ({ waiting, inProgress }) => String(waiting) === billing[1] && String(inProgress) === billing[3],
    );
    expect(row).toBeDefined();
    const titles = [];
    for (const view of [...VIEWS, `/conversations/${(await longest()).id}`]) {
      await open(view);
      titles.push(await page.title());
    }
    expect(new Set(titles).size).toBe(titles.length);
    for (const title of titles) expect(title).toMatch(/^\S.* · convofold$/);
    expect(troubles).toEqual([]);
  });

  it("lists what is open, the newest first, and finds an agent by name", async () => {
    const listed = async () =>
      page.$$eval("tbody tr", (rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
    await open("/conversations?state=any");
    const all = await listed();
    const news = all.map((cells) => cells.at(-1) ?? "");
    expect(news).toEqual([...news].sort().reverse());
    const [agent = ""] = all.map((cells) => cells[6] ?? "—").filter((name) => /^\w+$/.test(name));
    await open(`/conversations?state=any&agent=${encodeURIComponent(agent)}`);
    const found = await listed();
    expect([found.length > 0, found.length < all.length]).toEqual([true, true]);
    for (const cells of found) expect(cells[6]).toMatch(new RegExp(`${agent}|\\+`));
    await open("/conversations");
    expect((await listed()).filter((cells) => cells[1] === "ended")).toEqual([]);
  });

  it.each([
    [1920, 1080],
    [3840, 2160],
    [1280, 720],
  ])("fits a wall of %d × %d", async (width, height) => {
    await page.setViewportSize({ width, height });
    await open("/wall");
    await page.waitForSelector("tbody tr");
    const bottom = await page.$$eval("main *", (all) =>
      Math.max(...all.map((one) => one.getBoundingClientRect().bottom)),
    );
    expect(bottom).toBeLessThanOrEqual(height);
    expect(bottom).toBeGreaterThan(0.9 * height);
    const scrolls = await page.evaluate(
      () => document.documentElement.scrollHeight > document.documentElement.clientHeight,
    );
    expect(scrolls).toBe(false);
  });

  it.each([1200, 1280, 1440, 1920])("keeps its head to one line, and no tile alone, at %d pixels", async (width) => {
    await page.setViewportSize({ width, height: 900 });
    for (const view of ["/", "/health"]) {
      await open(view);
      const rows = await page.$$eval("dl.tiles > div", (tiles) => {
        const counts = new Map<number, number>();
        for (const { offsetTop } of tiles as HTMLElement[]) counts.set(offsetTop, (counts.get(offsetTop) ?? 0) + 1);
        return [...counts.values()];
      });
      expect(new Set(rows).size).toBe(1);
      expect(await page.$eval("header", (header) => header.offsetHeight)).toBeLessThan(70);
    }
    await open("/conversations?state=any");
    const [needed, there] = await page.$eval(".scroll", (box) => [box.scrollWidth, box.clientWidth]);
    if (width >= 1280) expect(needed).toBeLessThanOrEqual(there);
  });

  it("puts the words of fields in a row, and those of the heads of columns, at one height", async () => {
    const bottomsOf = async (part: string) =>
      page.$$eval(part, (found) => {
        const range = document.createRange();
        return found.map((one) => {
          // The words, not what they are the words of.
          range.selectNode((one.querySelector(".sort") ?? one).firstChild ?? one);
          return Math.round(range.getBoundingClientRect().bottom);
        });
      });
    await open("/conversations?state=any");
    expect(new Set(await bottomsOf(".filters:not(details .filters) > label:not(.tick)")).size).toBe(1);
    expect(new Set(await bottomsOf("thead th")).size).toBe(1);
  });

  it("shows the name of the chosen zone to its end, on a phone too", async () => {
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 844 });
      await open("/");
      await page.selectOption(".settings select", "Europe/Berlin");
      await page.waitForFunction(() => {
        const select = document.querySelector<HTMLSelectElement>(".settings select");
        const pen = document.createElement("canvas").getContext("2d");
        if (select === null || pen === null) return false;
        pen.font = getComputedStyle(select).font;
        return select.value === "Europe/Berlin" && select.clientWidth > pen.measureText(select.value).width + 20;
      });
    }
  });

  it("writes on a timeline as large as on the remaining page, where the screen has 3,840 pixels", async () => {
    await page.setViewportSize({ width: 3840, height: 2160 });
    await open(`/conversations/${(await longest()).id}`);
    const [word, drawing, panel] = await page.evaluate(() =>
      [".timeline .word", ".drawing svg", ".drawing"].map(
        (one) => document.querySelector(one)?.getBoundingClientRect() ?? new DOMRect(),
      ),
    );
    expect(word?.height).toBeGreaterThan(18);
    expect(Math.abs((drawing?.width ?? 0) - (panel?.width ?? 0))).toBeLessThan(3);
  });

  it("shows the service level and how late things are on a phone, with no sideways scrolling", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const [view, column] of [
      ["/", "Service level"],
      ["/breaches", "Over by"],
      ["/callbacks", "Late by"],
    ] as const) {
      await open(view);
      const ends = await page.$$eval("thead th", (heads) =>
        heads.map((head) => [head.textContent, Math.round(head.getBoundingClientRect().right)] as const),
      );
      const [, end = Infinity] = ends.find(([name]) => name.startsWith(column)) ?? [];
      if (ends.length > 0) expect([view, end <= 390 ? "seen" : end]).toEqual([view, "seen"]);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it("shows the handle time of a conversation before anything is chosen, on an axis of round instants", async () => {
    await open(`/conversations/${(await longest()).id}`);
    const explained = await page.waitForSelector(".explained h3");
    expect(await explained.textContent()).toMatch(/^tHandle of .+ = [\d:]+/);
    const ticks = await page.$$eval("svg text", (texts) => texts.map((text) => text.textContent));
    const instants = ticks.filter((text) => /^\d\d:\d\d:\d\d$/.test(text));
    expect(instants.length).toBeGreaterThan(1);
    for (const instant of instants) expect(instant).toMatch(/[05]$/);
  });

  it("shows hostile names and ids as text", async () => {
    await open("/");
    await page.waitForSelector("text=Billing");
    expect(await page.textContent("tbody")).toContain(HOSTILE);
    await open(`/conversations?id=${encodeURIComponent("<svg")}`);
    await page.click("tbody a");
    await page.waitForSelector(".timeline");
    expect(await page.textContent("main")).toContain("<svg onload=hit()>");
    expect(await page.evaluate(() => (window as unknown as { hit?: number }).hit)).toBeUndefined();
    expect(troubles).toEqual([]);
  });

  it("says when the connection is lost, stands still, and goes on without a gap when the server is back", async () => {
    await open("/");
    await page.waitForSelector("tbody tr");
    const before = await page.textContent("tbody");
    const port = Number(new URL(board.url).port);
    await board.kill("SIGKILL");
    await page.waitForSelector("text=Connection lost");
    expect(await page.getAttribute("html", "data-connection")).toBe("lost");
    await page.screenshot({ path: path.join(SCREENS, "lost.png") });
    board = await serveBoard(args, { port });
    await untilOver(board);
    await page.waitForFunction(() => document.documentElement.dataset["connection"] === "live");
    await page.waitForFunction((text) => document.querySelector("tbody")?.textContent === text, before);
    expect(await page.isVisible("text=Connection lost")).toBe(false);
  });

  it("says that it is empty where no record of a conversation came", async () => {
    const nothing = path.join(folder, "nothing.ndjson");
    writeFileSync(nothing, "");
    const empty = await serveBoard([nothing]);
    try {
      for (const view of ["", "wall", "health"]) {
        await page.goto(`${empty.url}${view}`);
        await page.waitForSelector(".trust:has-text('Empty: no record of a conversation was in the log')");
      }
    } finally {
      await empty.kill("SIGKILL");
    }
  });

  it("can be gone through by keyboard alone, blocks of a timeline included", async () => {
    await open("/");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe("To the numbers");
    const reached: (string | null | undefined)[] = [];
    for (let index = 0; index < 14; index += 1) {
      await page.keyboard.press("Tab");
      reached.push(await page.evaluate(() => document.activeElement?.textContent.trim()));
    }
    for (const view of ["Queues", "Callbacks", "Conversations", "Health", "Wall"]) expect(reached).toContain(view);
    await open(`/conversations/${(await longest()).id}`);
    await page.waitForSelector(".block");
    await page.focus(".block");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".block.chosen");
    await page.waitForURL(/[?&]block=./);
    const width = async () => page.$eval(".block rect", (rect) => rect.getBoundingClientRect().width);
    const narrow = await width();
    await page.keyboard.press("+");
    await page.waitForFunction(
      (was) => (document.querySelector(".block rect")?.getBoundingClientRect().width ?? 0) > was,
      narrow,
    );
    await page.keyboard.press("0");
  });

  it("reaches every control by Tab, and shows where the focus is", async () => {
    for (const view of ["/", "/conversations?state=any", "/health", `/conversations/${(await longest()).id}`]) {
      await open(view);
      const controls = await page.$$eval(
        "a[href], button:not(:disabled), select, input, summary, [tabindex='0']",
        (all) => new Set(all.filter((one) => one.getClientRects().length > 0)).size,
      );
      const marked: boolean[] = [];
      for (let index = 0; index < Math.min(controls, 30); index += 1) {
        await page.keyboard.press("Tab");
        marked.push(
          await page.evaluate(() => {
            const { activeElement } = document;
            if (activeElement === null || activeElement === document.body) return false;
            const stroke = getComputedStyle(activeElement.querySelector("rect") ?? activeElement).strokeWidth;
            return getComputedStyle(activeElement).outlineStyle !== "none" || stroke === "3px";
          }),
        );
      }
      expect({ view, unmarked: marked.indexOf(false) }).toEqual({ view, unmarked: -1 });
    }
  });

  it("says of a chosen block which number it makes, by which formula, and which records made it", async () => {
    await open(`/conversations/${(await longest()).id}`);
    const hold = await page.waitForSelector('.block[aria-label^="hold"]');
    await hold.click();
    // Before it, the handle time is explained.
    await page.waitForSelector(".explained h3:text-matches('^tHeld ')");
    const why = (await page.textContent(".columns")) ?? "";
    expect(why).toContain("tHeld");
    expect(why).toContain("made it");
    expect(await page.textContent("pre")).toContain("participants");
    expect(await page.textContent("pre")).not.toMatch(/Caller|\+1555/);
    const open_ = await page.$("details:not([open]) summary");
    await open_?.click();
    expect(await page.textContent("details table")).toContain("hold");
  });

  it.each(["dark", "light"] as const)(
    "leaves an accessibility checker nothing to say, in %s",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      const sample = ["samples/day.ndjson.gz", "--out"];
      const file = (name: string) => path.join(folder, name);
      if (colorScheme === "dark") {
        const written = [
          ["timeline", ...sample, file("timeline.html"), "--conversation", SAMPLE_CONVERSATION],
          ["report", ...sample, file("table.html"), "--format", "html", "--interval", "day"],
          ["replay", "samples/day.ndjson.gz", "--report", file("replay.html"), "-q"],
          ["simulate", "-n", "20", "--out", file("log.ndjson"), "--analytics", file("export.ndjson")],
        ].map((args) => convofold(args));
        expect((await Promise.all(written)).map(({ code }) => code)).toEqual([0, 0, 0, 0]);
        const sides = [file("log.ndjson"), "--until", "2026-03-02T08:01:00Z", "--analytics", file("export.ndjson")];
        await convofold(["reconcile", ...sides, "--format", "html", "--out", file("reconcile.html"), "-q"]);
      }
      const views = [...VIEWS, "/?from=2026-03-02T00:00:00.000Z", `/conversations/${(await longest()).id}`];
      const files = ["timeline.html", "table.html", "replay.html", "reconcile.html"].map(
        (name) => pathToFileURL(file(name)).href,
      );
      for (const view of [...views, ...files]) {
        await open(view);
        for (const [width, height] of [
          [1440, 900],
          [390, 844],
        ] as const) {
          await page.setViewportSize({ width, height });
          expect({ view, width, found: await violationsOf(page) }).toEqual({ view, width, found: [] });
        }
      }
    },
    120_000,
  );

  it("looks back: a range of time and a queue are in its address, and what is not held is said", async () => {
    await open("/");
    await page.click("text=Today");
    await page.waitForSelector("dt:has-text('Waits ended')");
    const { searchParams } = new URL(page.url());
    expect(searchParams.get("from")).toMatch(/T00:00:00.000Z$/);
    const day = await json<BoardRange>(`range?from=${searchParams.get("from") ?? ""}`);
    const queue = day.queues[0]?.queueId ?? "";
    await page.waitForFunction((count) => document.querySelectorAll("tbody tr").length === count, day.queues.length);
    const levels = day.queues.map(({ serviceLevel }) => serviceLevel ?? 1);
    const first = await page.textContent("tbody tr");
    if (Math.min(...levels) < 0.8) expect(first).toContain(formatLevel(Math.min(...levels), 0.8));
    await page.selectOption("form select", queue);
    await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
    await page.click("tbody a");
    await page.waitForSelector("h1:has-text('Conversations')");
    expect(new URL(page.url()).searchParams.get("queue")).toBe(queue);
    await open("/?from=2001-01-01T00:00:00.000Z&to=2001-01-02T00:00:00.000Z");
    await page.waitForSelector("text=Nothing is known of this range");
    expect(troubles).toEqual([]);
  });

  it("writes pictures of each view, wide, narrow and for the wall, for a person to look at", async () => {
    const views = [...VIEWS, `/conversations/${(await longest()).id}`];
    for (const [size, width, height] of [
      ["wide", 1440, 900],
      ["narrow", 390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const view of views) {
        await open(view);
        const name = view === "/" ? "queues" : view.startsWith("/conversations/") ? "conversation" : view.slice(1);
        await page.screenshot({ path: path.join(SCREENS, `${name}-${size}.png`) });
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect({ view, size, overflow }).toEqual({ view, size, overflow: 0 });
      }
    }
  });

  it.each(["dark", "light"] as const)(
    "takes the pictures of the README, of the sample that comes along, %s",
    async (colorScheme) => {
      const target =
        process.env["UPDATE_PICTURES"] === undefined ? SCREENS : path.join(__dirname, "../../../docs/pictures");
      const sample = ["samples/day.ndjson.gz", "--names", "samples/names.csv", "--policy", "samples/policy.yaml"];
      const day = await serveBoard([...sample, "--head", "200m", "--speed", "1", "--window", "4h"]);
      const take = (name: string) => page.screenshot({ path: path.join(target, `${name}-${colorScheme}.png`) });
      const report = path.join(folder, `picture-${colorScheme}.html`);
      try {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width: 1280, height: 620 });
        await page.goto(day.url);
        await page.waitForSelector("text=Billing");
        await take("board");
        await page.click("tbody a");
        await page.waitForSelector("h1:has-text('Conversations')");
        await page.selectOption('select:near(:text("State"))', { label: "any" });
        await page.waitForSelector("tbody td:text-is('ended')");
        await take("queue");
        await page.setViewportSize({ width: 1280, height: 640 });
        await page.goto(`${day.url}conversations/${SAMPLE_CONVERSATION}`);
        await untilDrawn(page);
        await page.click('.block[aria-label^="hold"]');
        await page.waitForSelector(".explained h3:text-matches('^tHeld ')");
        await page.evaluate(() => scrollTo(0, 0));
        await take("timeline");
        await page.setViewportSize({ width: 1200, height: 900 });
        await (
          await page.waitForSelector("section.panel:has(h2:text-is('Why'))")
        ).screenshot({
          path: path.join(target, `why-${colorScheme}.png`),
        });
        await convofold(["replay", "samples/day.ndjson.gz", "--report", report, "-q"]);
        await page.setViewportSize({ width: 1200, height: 760 });
        await page.goto(pathToFileURL(report).href);
        await take("report");
      } finally {
        await day.kill("SIGTERM");
      }
    },
    90_000,
  );

  it("paints first within a second, with less than 150 KB of script, compressed", async () => {
    await open("/");
    const { paintMs, scriptBytes } = await page.evaluate(() => ({
      paintMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity,
      scriptBytes: (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
        .filter(({ name }) => name.endsWith(".js"))
        .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0),
    }));
    process.stdout.write(
      `first paint after ${Math.round(paintMs)} ms, ${Math.round(scriptBytes / 1024)} KiB of script before compression\n`,
    );
    expect(scriptBytes).toBeGreaterThan(1000);
    expect(scriptBytes).toBeLessThan(150 * 1024);
  });

  /** A conversation with a hold, an agent and much to draw. */
  async function longest(): Promise<ConversationRow> {
    const { conversations } = await json<{ conversations: ConversationRow[] }>("conversations?state=ended&limit=1000");
    for (const row of conversations.filter(({ media, userIds }) => media.includes("call") && userIds.length > 1)) {
      const view = await (await fetch(`${board.url}api/v1/conversations/${row.id}`)).text();
      if (view.includes('"type":"hold"')) return row;
    }
    throw new Error("no conversation of the day has a hold");
  }

  /** A record whose conversation's id is made to be run. */
  function hostileRecord(lines: readonly string[]): string {
    const last = JSON.parse(lines.at(-1) ?? "{}") as { timestamp: number };
    const value = {
      id: "<svg onload=hit()>",
      participants: [
        {
          id: "</title><script>hit()</script>",
          name: HOSTILE,
          purpose: "agent",
          state: "connected",
          userId: '"><b>',
          connectedTime: new Date(last.timestamp).toISOString(),
        },
      ],
    };
    return JSON.stringify({
      topic: "participant-updates",
      partition: 0,
      offset: 999_999,
      timestamp: last.timestamp,
      key: value.id,
      value,
    });
  }
});
