import { writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { readAnalyticsExport } from "../../../src/app/reconcile/analytics-export";
import { findInputs } from "../../../src/consumers/files/inputs";
import { withFolder } from "../../support/cli";

const detail = (conversationId: string, more: object = {}) => ({
  conversationId,
  conversationStart: "2026-03-02T09:00:00.000Z",
  participants: [
    {
      participantId: "P",
      purpose: "agent",
      sessions: [
        {
          sessionId: "s",
          mediaType: "voice",
          segments: [{ segmentType: "interact", segmentStart: "2026-03-02T09:00:00.000Z", queueId: "q" }],
          metrics: [{ name: "tTalk", value: 5, emitDate: "2026-03-02T09:00:00.005Z" }],
        },
      ],
    },
  ],
  ...more,
});

async function idsIn(content: string | Buffer, name = "export.json"): Promise<string[]> {
  return withFolder(async (folder) => {
    writeFileSync(path.join(folder, name), content);
    const ids: string[] = [];
    for await (const { id } of readAnalyticsExport(findInputs([path.join(folder, name)]))) ids.push(id);
    return ids;
  });
}

const [one, two] = [detail("a"), detail("b")];

describe("an analytics export", () => {
  it.each([
    ["a page", JSON.stringify({ aggregations: [{ x: 1 }], conversations: [one, two], totalHits: 2, more: { y: [1] } })],
    ["a page over lines", JSON.stringify({ conversations: [one, two] }, undefined, 2)],
    [
      "pages after one another",
      `${JSON.stringify({ conversations: [one] })}\n${JSON.stringify({ conversations: [two] })}`,
    ],
    ["a list of pages", JSON.stringify([{ conversations: [one] }, { conversations: [two], cursor: "]" }])],
    ["a list", JSON.stringify([one, two], undefined, 2)],
    ["one a line, with a byte-order mark", `\ufeff${JSON.stringify(one)}\r\n\r\n${JSON.stringify(two)}\n`],
    ["a conversation that has such a name inside", JSON.stringify([{ x: { conversations: [] }, ...one }, two])],
  ])("is read as %s", async (_how, content) => {
    expect(await idsIn(content)).toEqual(["a", "b"]);
  });

  it("passes by what says that a job is over, and refuses what says that it is not, or that a page failed", async () => {
    const over = { state: "FULFILLED", submissionDate: "2026-03-20T00:00:00.000Z" };
    expect(await idsIn(JSON.stringify([over, one]))).toEqual(["a"]);
    for (const state of ["FAILED", "CANCELLED", "EXPIRED"])
      await expect(idsIn(JSON.stringify({ state }))).rejects.toMatchObject({
        advice: expect.stringContaining("start the job again") as string,
      });
    await expect(idsIn('{"state":"PENDING"}')).rejects.toThrow(
      /this says that the job is PENDING, and is not its result/,
    );
    const failed = { message: "Rate limit exceeded", code: "too.many.requests", status: 429, contextId: "x" };
    await expect(idsIn(JSON.stringify([{ conversations: [one] }, failed]))).rejects.toThrow(
      /this is an error of the platform's in the place of a page: 429 too.many.requests/,
    );
  });

  it("is read packed, and empty", async () => {
    expect(await idsIn(gzipSync(JSON.stringify([one])), "export.json.gz")).toEqual(["a"]);
    expect(await idsIn(JSON.stringify({ conversations: [], totalHits: 0 }))).toEqual([]);
    for (const page of [{}, { totalHits: 0 }, { conversations: null, totalHits: 0 }, { aggregations: [] }])
      expect(await idsIn(`${JSON.stringify(page)}\n${JSON.stringify({ conversations: [one] })}`)).toEqual(["a"]);
  });

  it("is read in the spellings of the platform's libraries", async () => {
    expect(await idsIn(JSON.stringify({ Conversations: [{ ConversationId: "a", Participants: [] }] }))).toEqual(["a"]);
  });

  it.each([
    ["a,b\n1,2\n", /line 1: this is no JSON object or list\.|holds/],
    [JSON.stringify({ conversations: [one] }).slice(0, -40), /line 1: the JSON that begins here breaks off/],
    [`${JSON.stringify(one)}\n{"conversationId":oops}`, /export\.json:2, record 2 in it: this is no JSON/],
    [JSON.stringify([one, { id: "x" }]), /export\.json:1, record 2 in it: conversationId is not there/],
    [JSON.stringify(detail("a", { conversationStart: "soon" })), /conversationStart is no instant/],
    [
      JSON.stringify(
        detail("a", { participants: [{ participantId: "p", sessions: [{ metrics: [{ name: "tTalk" }] }] }] }),
      ),
      /participants\[0\]\.sessions\[0\]\.metrics\[0\]\.value is no number/,
    ],
    [
      JSON.stringify(
        detail("a", {
          participants: [{ participantId: "p", sessions: [{ segments: [{ segmentType: "hold", segmentStart: 5 }] }] }],
        }),
      ),
      /participants\[0\]\.sessions\[0\]\.segments\[0\]\.segmentStart has another type/,
    ],
  ])("that is none is refused with its place: %s", async (content, message) => {
    await expect(idsIn(content)).rejects.toMatchObject({
      code: "inputUnreadable",
      message: expect.stringMatching(message) as string,
      advice: expect.stringMatching(/\S/) as string,
    });
  });
});
