import { foreignContent } from "../../../src/consumers/files/foreign-content";

const LINE = '{"id":"c1","participants":[]}\n';
const contentOf = (bytes: Uint8Array) => foreignContent(bytes)?.content;
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

describe("what a file holds, by its first bytes", () => {
  it.each([
    ["lines", LINE],
    ["lines with a byte order mark", `\uFEFF${LINE}`],
    ["indented JSON", '\n\n{\n  "id": "c1"\n}'],
    ["an array", "[1,\n2]"],
    ["some rubbish before a record", `consumer started\n${LINE}`],
    ["a JSON text sequence", `\u001E${LINE}`],
    ["nothing", ""],
    ["white space", " \n\n"],
  ])("takes %s for a log", (_, text) => {
    expect(contentOf(Buffer.from(text))).toBeUndefined();
  });

  it.each([
    ["text in UTF-16", Buffer.from(`\uFEFF${LINE}`, "utf16le")],
    ["text in UTF-16", swapped(Buffer.from(`\uFEFF${LINE}`, "utf16le"))],
    ["text in UTF-16", Buffer.from(LINE, "utf16le")],
    ["text in UTF-16", swapped(Buffer.from(`${LINE} `, "utf16le"))],
    ["text in UTF-32", Buffer.from("fffe00007b000000", "hex")],
    ["binary data", Buffer.from([1, 0, 5, 3, 200, 7, 9, 11])],
    ["bzip2", Buffer.from("BZh91AY&SY")],
    ["a ZIP archive", Buffer.from("504b03041400", "hex")],
    ["a tar archive", Buffer.concat([Buffer.alloc(257), Buffer.from(`ustar\0${LINE}`)])],
    ["Parquet", Buffer.from("PAR1\u0015\u0004")],
    ["Avro", Buffer.from("Obj\u0001\u0004")],
    ["what looks like CSV", Buffer.from("conversationId,userId,tHandle\nc1,u1,5\n")],
    ["XML or HTML", Buffer.from("<html>\n<p>")],
    ["text that is not JSON", Buffer.from("2026-03-02 09:00:00 INFO consumer started\n")],
  ])("knows %s", (content, bytes) => {
    expect(contentOf(bytes)).toBe(content);
  });
});
