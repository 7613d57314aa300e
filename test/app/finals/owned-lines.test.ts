import { ownedLines, parsed, type WantedLines } from "../../../src/app/finals/owned-lines";
import type { ReadStream } from "../../../src/app/finals/outputs-folder";
import { withFolder } from "../../support/cli";
import { line, number, outputsIn, view, writeOutputs } from "../../support/output-files";

const instant = "2026-03-02T09:00:00.000Z";

/** The owners of the lines of a file, with each line. */
async function ownersIn(
  stream: ReadStream,
  text: string,
  signal?: AbortSignal,
  wanted?: WantedLines,
): Promise<[string, unknown][]> {
  return withFolder(async (folder) => {
    const { files } = outputsIn(writeOutputs(folder, { [stream]: text }));
    const owners: [string, unknown][] = [];
    for await (const lines of ownedLines(stream, files[stream], { signal, wanted }))
      for (const { conversationId, bytes } of lines) owners.push([conversationId, parsed(bytes)]);
    return owners;
  });
}
const idsIn = async (stream: ReadStream, text: string) => (await ownersIn(stream, text)).map(([id]) => id);

describe("the lines of outputs", () => {
  it("are of the conversation that they name, whatever stands before it", async () => {
    expect(await idsIn("measurements", number("a/x/tTalk") + number("b/x/tTalk"))).toEqual(["a", "b"]);
    expect(await idsIn("conversations", view("a", instant, instant))).toEqual(["a"]);
    const turned = line({ conversationId: "c", id: "c/x/tTalk", type: "measurement", schemaVersion: 1 });
    expect(await idsIn("measurements", turned)).toEqual(["c"]);
    const spaced = `${JSON.stringify(JSON.parse(number("d/x/tTalk")), undefined, 1).replaceAll("\n", " ")}\n`;
    expect(await idsIn("measurements", spaced)).toEqual(["d"]);
  });

  it("of ids with characters that JSON escapes are of the id that is meant", async () => {
    const id = 'q"\\\u00e9\u0001';
    expect(await idsIn("measurements", number(`${id}/x/tTalk`, { conversationId: id }))).toEqual([id]);
    expect(await idsIn("conversations", view(id, instant, instant))).toEqual([id]);
  });

  it("are whole, the last one too where its end is missing; empty ones are none", async () => {
    const text = `${number("a/x/tTalk", { value: 5 })}\n${number("b/x/tTalk", { value: 6 }).trimEnd()}`;
    const owners = await ownersIn("measurements", text);
    expect(owners.map(([id, record]) => [id, (record as { value: number }).value])).toEqual([
      ["a", 5],
      ["b", 6],
    ]);
  });

  it.each([
    ["one that is cut short", number("a/x/tTalk").slice(0, 60), "line 1"],
    ["one without a conversation", line({ type: "measurement", schemaVersion: 1, id: "a/x/tTalk" }), "line 1"],
    ["one of another kind", `${number("a/x/tTalk")}[1]\n`, "line 2"],
    ["one whose conversation has no name", number("/x/tTalk", { conversationId: "" }), "line 1"],
  ])("are refused with their place where they are none: %s", async (_what, text, place) => {
    await expect(ownersIn("measurements", text)).rejects.toMatchObject({
      code: "inputUnreadable",
      message: expect.stringMatching(new RegExp(`measurements.ndjson, ${place}: this is no measurement`)) as string,
    });
  });

  it("are left out where their name or kind is not wanted, whatever else they say", async () => {
    const wanted: WantedLines = { measurements: new Set(["tTalk"]), deadlines: new Set(["answer"]) };
    const namesIn = async (stream: ReadStream, text: string, key: "name" | "kind" | "state") =>
      (await ownersIn(stream, text, undefined, wanted)).map(([, record]) => (record as Record<string, unknown>)[key]);
    const odd = number("b/x/tAcw", { queueId: 'q","name":"tTalk', name: "tAcw" });
    const measurements =
      number("a/x/tTalk", { name: "tTalk" }) + number("a/x/tTalkComplete", { name: "tTalkComplete" });
    expect(await namesIn("measurements", measurements + odd, "name")).toEqual(["tTalk"]);
    const deadline = (kind: string) =>
      line({ type: "deadline", schemaVersion: 1, id: `a/x/${kind}`, conversationId: "a", kind });
    expect(await namesIn("deadlines", deadline("hold") + deadline("answer"), "kind")).toEqual(["answer"]);
    expect(await namesIn("conversations", view("a", instant, instant, { state: "ended" }), "state")).toEqual(["ended"]);
  });

  it("end where it is asked to stop", async () => {
    await expect(ownersIn("measurements", number("a/x/tTalk"), AbortSignal.abort())).rejects.toMatchObject({
      code: "outputClosed",
    });
  });
});
