import { documentAt } from "../../src/decoding/decode";

const BODY = { id: "c", participants: [{ id: "p", calls: [{ id: "s", state: "connected" }] }] };
const TEXT = JSON.stringify(BODY);
const AT = { topic: "t", partition: 0, offset: 1 };
const framed = (schemaId: number) =>
  Buffer.concat([Buffer.from([0, 0, 0, schemaId >> 8, schemaId & 255]), Buffer.from(TEXT)]);
const line = (value: object) => Buffer.from(JSON.stringify({ ...AT, ...value }));

describe("the document of a record", () => {
  it.each([
    ["plain", Buffer.from(TEXT)],
    ["over several lines", Buffer.from(JSON.stringify(BODY, undefined, 2))],
    ["framed under a low schema id", framed(7)],
    ["framed under a schema id above 127", framed(200)],
    ["framed under a schema id that looks like a bracket", framed(0x7b5b)],
    ["in a recorded line, in base64", line({ valueBase64: framed(200).toString("base64") })],
    ["in a recorded line, as text", line({ value: JSON.stringify(BODY, undefined, 2) })],
    ["in a line of kcat", line({ payload: TEXT })],
  ])("is shown of a value %s", (_name, bytes) => {
    expect(documentAt(bytes, AT)).toEqual(BODY);
  });

  it("is the whole line where a value stands in it as JSON", () => {
    expect(documentAt(line({ value: BODY }), AT)).toEqual({ ...AT, value: BODY });
  });
});
