import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

import type { Browser, Page } from "playwright-core";

import { violationsOf } from "../support/axe";
import { describeWithBrowser, openBrowser, serveBoard } from "../support/browser";
import { untilDrawn } from "../board/web/page-drawn";
import { watch } from "../support/page-watch";

const ROOT = path.join(__dirname, "../..");
const SAMPLE = ["samples/day.ndjson.gz", "--names", "samples/names.csv", "--policy", "samples/policy.yaml"];
const BYTES_MAX = 5_000_000;

/** Serves the files of a folder under a path of a host, as any static host does. */
function host(folder: string): Promise<{ readonly server: Server; readonly url: string }> {
  const types: Readonly<Record<string, string>> = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
  };
  const server = createServer((request, response) => {
    const asked = path.basename(request.url ?? "");
    const file = path.join(folder, asked === "demo" ? "index.html" : asked);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.setHeader("content-type", types[path.extname(file)] ?? "image/svg+xml");
    return response.end(readFileSync(file));
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      resolve({ server, url: `http://127.0.0.1:${port}/some/demo/` });
    }),
  );
}

/** What a view shows once it is the one that is shown. */
async function shownOf(page: Page, view: string): Promise<string> {
  await page.waitForSelector(`h1:has-text("${view}")`);
  await page.waitForSelector("tbody tr, .nothing");
  return (await page.textContent("main")) ?? "";
}

describeWithBrowser("the demo", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "convofold-demo-"));
  const home = pathToFileURL(`${folder}/`).href;
  let browser: Browser;
  let page: Page;
  let troubles: string[];
  const servers: Server[] = [];

  beforeAll(async () => {
    execFileSync(process.execPath, ["scripts/demo.mjs", folder], { cwd: ROOT });
    browser = await openBrowser();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: "UTC" });
    page = await context.newPage();
    troubles = watch(page, home);
    await page.goto(`${home}index.html`);
    await page.waitForSelector("tbody tr");
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true });
  });

  const clock = async () => Date.parse(`${(await page.textContent("header time")) ?? ""}Z`);
  const goTo = async (name: string) => page.click(`nav >> text=${name}`);
  const button = (name: string) => page.click(`.playback button:has-text("${name}")`);

  it("is small", () => {
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
    expect(bytes).toBeLessThan(BYTES_MAX);
  });

  it("opens from a file, with names, two hours into the day, and plays by itself", async () => {
    expect(await page.textContent("tbody")).toContain("Billing");
    const before = await clock();
    await page.waitForFunction(
      (was) => Date.parse(`${document.querySelector("header time")?.textContent ?? ""}Z`) > was,
      before,
    );
    await button("Pause");
    const paused = await clock();
    expect(before).toBeGreaterThanOrEqual(Date.parse("2026-03-02T09:59:00Z"));
    expect(paused).toBeLessThan(Date.parse("2026-03-02T14:00:00Z"));
    expect(await page.$eval(".playback .play", (play) => play.textContent)).toContain("Play");
  });

  it("goes to any time of its day, by keyboard too", async () => {
    const before = await clock();
    await page.focus('.playback input[type="range"]');
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(
      (was) => Date.parse(`${document.querySelector("header time")?.textContent ?? ""}Z`) > was,
      before,
    );
    await page.keyboard.press("Home");
    await page.waitForFunction(
      (was) => Date.parse(`${document.querySelector("header time")?.textContent ?? ""}Z`) < was,
      before,
    );
    expect(await page.$eval('.playback input[type="range"]', (range) => range.getAttribute("aria-valuetext"))).toMatch(
      /^2026-03-02 08:0/,
    );
  });

  it("opens conversations and says why their numbers are what they are", async () => {
    await page.fill('.playback input[type="range"]', "60");
    await goTo("Conversations");
    await page.selectOption('select:near(:text("State"))', { label: "any" });
    await page.fill("input[type=search]", "9b825565");
    await page.click('tbody a[href*="9b825565"]');
    await page.waitForSelector(".timeline");
    await untilDrawn(page);
    await page.click('.block[aria-label^="hold"]');
    await page.waitForSelector(".explained h3:text-matches('^tHeld ')");
    expect(await page.textContent(".columns")).toContain("tHeld");
    const pageAddress = page.url();
    expect(pageAddress).toContain("index.html#/conversations/9b825565-");
    const second = await page.context().newPage();
    await second.goto(pageAddress);
    await second.waitForSelector("h1");
    expect(await second.textContent("h1")).toBe("Conversation");
    await second.close();
    await page.goBack();
    await page.waitForSelector("h1:has-text('Conversations')");
  });

  it("comes to the numbers of a board that a server shows at the end of the same log", async () => {
    await button("To the end");
    await page.waitForSelector("text=The log is over", { timeout: 60_000 });
    const board = await serveBoard([...SAMPLE, "--head", "100d"]);
    try {
      const live = await page.context().newPage();
      await live.goto(board.url);
      await live.waitForSelector("text=The log is over", { timeout: 60_000 });
      for (const view of ["Queues", "Breaches", "Callbacks"]) {
        await goTo(view);
        await live.click(`nav >> text=${view}`);
        // What the end of the log brings may reach one page a moment later than the other.
        let both = [await shownOf(page, view), await shownOf(live, view)];
        for (let looks = 0; both[0] !== both[1] && looks < 40; looks += 1) {
          await page.waitForTimeout(500);
          both = [await shownOf(page, view), await shownOf(live, view)];
        }
        expect([view, both[0]]).toEqual([view, both[1]]);
      }
      await live.close();
    } finally {
      await board.kill("SIGTERM");
    }
  }, 120_000);

  it("leaves an accessibility checker nothing to say", async () => {
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect({ width, found: await violationsOf(page) }).toEqual({ width, found: [] });
    }
  });

  it("asks for nothing but its own files, and has no error to report", () => {
    expect(troubles).toEqual([]);
  });

  it.each([
    ["is broken", (day: string) => day.replace(/("log":"[^"]{1000})[^"]*/, "$1")],
    ["is not there", () => ""],
  ])("says so on the page where the day %s", async (_, broken) => {
    const other = mkdtempSync(path.join(tmpdir(), "convofold-demo-"));
    try {
      cpSync(folder, other, { recursive: true });
      writeFileSync(path.join(other, "day.js"), broken(readFileSync(path.join(other, "day.js"), "utf8")));
      const its = await page.context().newPage();
      await its.goto(pathToFileURL(path.join(other, "index.html")).href);
      expect(await its.textContent('[role="alert"]')).toContain("The day cannot be unpacked");
      expect(await its.textContent("body")).not.toContain("Unpacking");
      await its.close();
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  it("opens from a folder of any host", async () => {
    const { server, url } = await host(folder);
    servers.push(server);
    const other = await (await browser.newContext()).newPage();
    const itsTroubles = watch(other, url);
    await other.goto(url);
    await other.waitForSelector("tbody tr");
    await other.click("nav >> text=Health");
    await other.waitForSelector("h1:has-text('Health')");
    expect(new URL(other.url()).hash).toBe("#/health");
    expect(itsTroubles).toEqual([]);
  });
});
