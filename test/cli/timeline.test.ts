import path from "node:path";

import { layOut } from "../../src/board/web/timeline/layout";
import { drawTimeline } from "../../src/cli/draw-timeline";
import type { ConversationRecord } from "../../src/models/view";
import { convofold } from "../support/cli";

const CALL = "ca110000-0000-4000-a000-000000000001";
const log = path.join(__dirname, "../../samples/call.ndjson");

describe("convofold timeline", () => {
  it("draws a row for each communication, to scale, within 80 columns and without colour", async () => {
    const { code, stdout } = await convofold(["timeline", log, "--conversation", CALL, "--width", "80"]);
    expect(code).toBe(0);
    expect(stdout.split("\n").slice(4, 9)).toEqual([
      "                       09:00:00·········································09:06:05",
      "customer call          ==================================================",
      "acd call                 qq",
      "agent call                a==================HHHHHH======================wwwwww",
      "deadlines                   +  +                                         +     +",
    ]);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toContain("w after-call work");
  });

  it("stands before the numbers of a conversation that are explained, and not before one that is named by its id", async () => {
    const words = ["explain", log, "--conversation", CALL];
    const [all, one] = [await convofold(words), await convofold([...words, "--metric", "tHandle"])];
    for (const { stdout } of [all, one]) {
      expect(stdout).toMatch(/^Conversation ca110000/);
      expect(stdout).toContain("agent call                a==================HHHHHH======================wwwwww\n");
      expect(stdout.indexOf("= talk")).toBeLessThan(stdout.indexOf("tHandle = 340000 ms"));
    }
    const [, id = ""] = /id +(\S+)/.exec(one.stdout) ?? [];
    expect((await convofold(["explain", log, id])).stdout).toMatch(/^tHandle = /);
    const json = await convofold([...words, "--metric", "tHandle", "--json"]);
    expect(JSON.parse(json.stdout)).toHaveLength(1);
  });

  it("lasts as long as the picture on a page: what was met before it was due makes it no longer", async () => {
    const { stdout } = await convofold(["timeline", log, "--conversation", CALL, "--json"]);
    const view = JSON.parse(stdout) as ConversationRecord;
    expect(Math.max(...view.deadlines.map(({ dueAt }) => Date.parse(dueAt)))).toBe(Date.parse("2026-03-02T09:06:25Z"));
    const { from, to } = layOut(view, undefined).axis;
    expect(to - from).toBe(365_000);
    expect(drawTimeline(view, 80)).toContain("6:05 min in all");
  });

  it("cuts long stretches in which nothing happens, and marks what is still going on", () => {
    const view: ConversationRecord = {
      type: "conversation",
      schemaVersion: 1,
      id: "c",
      revision: 1,
      state: "open",
      startTime: "2026-03-02T09:00:00.000Z",
      lastNews: "2026-03-09T09:05:00.000Z",
      participants: [
        {
          participantId: "p",
          purpose: "customer",
          communications: [
            {
              mediaType: "callback",
              state: "connected",
              since: "2026-03-09T09:00:00.000Z",
              segments: [
                { type: "scheduled", startTime: "2026-03-02T09:00:00.000Z", endTime: "2026-03-02T09:10:00.000Z" },
                { type: "alert", startTime: "2026-03-09T09:00:00.000Z", endTime: "2026-03-09T09:01:00.000Z" },
                { type: "interact", startTime: "2026-03-09T09:01:00.000Z" },
              ],
            },
          ],
        },
      ],
      deadlines: [],
    };
    const drawn = drawTimeline(view, 80);
    expect(drawn).toContain("≈ 7 d 0 h left out");
    expect(drawn).toContain("> still going on");
    expect(drawn).toMatch(/s{10,}.*a{2,}=+>/);
  });

  it("prints the view as JSON, and says where the log has no such conversation", async () => {
    const { stdout } = await convofold(["timeline", log, "--conversation", CALL, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ type: "conversation", id: CALL });
    expect((await convofold(["timeline", log, "--conversation", "x"])).code).toBe(2);
  });
});
