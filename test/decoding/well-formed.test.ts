import { createRecordReader } from "../../src/decoding/bytes/record-reader";
import { decodeRecord } from "../../src/decoding/decode";
import { wellFormed } from "../../src/decoding/well-formed";

const place = { file: "log.ndjson", line: 1 };
const AT = 1_772_442_000_000;
const LONE = "\ud800";
const REPLACED = "\ufffd";

describe("half of a surrogate pair", () => {
  it.each([
    ["a", "a"],
    ["\u{1f600}", "\u{1f600}"],
    [`${LONE}a`, `${REPLACED}a`],
    [`\udc00${LONE}\u{1f600}\udbff`, `${REPLACED}${REPLACED}\u{1f600}${REPLACED}`],
  ])("%j is written as %j", (text, written) => {
    expect(wellFormed(text)).toBe(written);
  });

  it.each([
    ["a snapshot", { id: `c${LONE}`, participants: [participant([call()])] }],
    [
      "a snapshot with listed segments",
      { id: "c", participants: [participant([{ ...call(), segments: [segment()] }])] },
    ],
    [
      "a flat update",
      {
        conversationId: `c${LONE}`,
        mediaType: `m${LONE}`,
        participant: { ...call(), ...participant([]), calls: undefined },
      },
    ],
    ["a detail event", { ...event(), disconnectType: LONE }],
    ["a flow's event", { ...event(), flowId: `f${LONE}`, flowType: "INBOUNDCALL", exitReason: `x${LONE}` }],
  ])("is nowhere in what is decoded of %s, however that is read", (_name, value) => {
    const kind = "flowId" in value ? "flow.end" : "user.end";
    const topicName = `v2.detail.events.conversation.c.${kind}`;
    const body = "eventTime" in value ? { topicName, eventBody: value } : value;
    const text = JSON.stringify({ topic: `t${LONE}`, partition: 0, offset: 1, timestamp: AT, value: body });
    const bytes = Buffer.from(text);
    const read = createRecordReader().read(bytes, 0, bytes.length, () => place);
    expect(text).toContain("\\ud800");
    expect(read).toMatchObject({ kind: "observations", rejections: [] });
    expect(JSON.stringify(read)).toContain(REPLACED);
    expect(JSON.stringify(read)).not.toMatch(/\\ud[89a-f]/);
    expect(JSON.stringify(decodeRecord(bytes, place))).toBe(JSON.stringify(read));
  });
});

function participant(calls: readonly object[]) {
  return {
    id: `p${LONE}`,
    purpose: `x${LONE}`,
    userId: LONE,
    queue: { id: `q${LONE}` },
    wrapup: { code: LONE },
    calls,
  };
}

function call() {
  return {
    id: `k${LONE}`,
    state: `s${LONE}`,
    connectedTime: new Date(AT).toISOString(),
    errorInfo: { code: `e${LONE}` },
  };
}

function segment() {
  return { type: `Hold${LONE}`, startTime: new Date(AT).toISOString(), disconnectType: `d${LONE}` };
}

function event() {
  return { eventTime: AT, conversationId: `c${LONE}`, participantId: `p${LONE}`, sessionId: LONE, mediaType: "VOICE" };
}
