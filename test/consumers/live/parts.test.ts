import { serialize } from "node:v8";

import { simulate, USUAL_OPTIONS } from "../../../src/consumers/simulation/player";
import { WIRE_SHAPES } from "../../../src/consumers/simulation/wire/shapes";
import { createMessageDecoder, type DecodedMessage } from "../../../src/consumers/live/records/message-decoder";
import { cutIntoSends } from "../../../src/consumers/kafka/partition-writer";
import { applyMisroutedChoice } from "../../../src/consumers/live/fold/misrouted";
import { lineOf } from "../../../src/consumers/live/records/recorded-line";
import type { LogRecord } from "../../../src/consumers/live/port/port";
import {
  encodeChanges,
  encodeConversation,
  encodeFence,
  encodePosition,
  StateReader,
} from "../../../src/consumers/live/state/state-codec";
import { readContents } from "../../../src/consumers/live/state/state-values";
import { TimeoutError, Mutex, withTimeout } from "../../../src/consumers/live/port/waiting";
import { createRecordReader } from "../../../src/decoding/bytes/record-reader";
import type { Decoded } from "../../../src/models/decoded";
import { SAVED_FORMAT } from "../../../src/engine/store/saved";
import { decodeDocument, decodeRecord } from "../../../src/decoding/decode";
import { mutateDocument } from "../../support/mutations";
import { runs } from "../../support/runs";

const message = (value: string | null, key: string | null = "v1", offset = 7n): LogRecord => ({
  key: key === null ? null : Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
  timestamp: 1_772_438_400_049,
  offset,
});

const SNAPSHOT = JSON.stringify({
  id: "v1",
  participants: [{ id: "p1", purpose: "agent", calls: [{ id: "c1", state: "alerting" }] }],
});

/** The values of simulated records, in every shape. */
const VALUES = [...simulate({ ...USUAL_OPTIONS, shapes: [...WIRE_SHAPES], conversations: 40, seed: 6 })].flatMap(
  (output) => {
    if (!("line" in output)) return [];
    const { value, payload } = JSON.parse(output.line) as Record<string, unknown>;
    return value === undefined && payload === undefined ? [output.line] : [JSON.stringify(value ?? payload)];
  },
);

const reasonsOf = (record: Decoded) =>
  record.kind === "ignored" ? [] : record.rejections.map(({ position, reason }) => ({ position, reason }));

describe("messages", () => {
  const decoder = createMessageDecoder(1 << 20);
  const first = ([one]: readonly DecodedMessage[]): DecodedMessage => {
    if (one === undefined) throw new RangeError("nothing was decoded");
    return one;
  };
  const decode = (value: string | null, key?: string | null) => first(decoder.decode("t", 3, message(value, key)));

  it.each([
    ["a snapshot", SNAPSHOT],
    ["a snapshot on several lines", JSON.stringify(JSON.parse(SNAPSHOT), undefined, 2)],
    ["a tombstone", null],
    ["a heartbeat", '{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}'],
    ["rubbish", "{oops}"],
    ["what breaks off", SNAPSHOT.slice(0, -9)],
    ["nothing", ""],
    ["what is too deep", `{"id":"v1","participants":${"[".repeat(80)}${"]".repeat(80)}}`],
    ["no shape that is known", '{"weather":"fine"}'],
    ["a text", '"text"'],
    ["a number", "1"],
    ["a value that holds a value", '{"value":{"id":"x"},"key":"y"}'],
  ])("are decoded as the line of a recorded log is: %s", (_name, value) => {
    const line = Buffer.from(lineOf("t", 3, message(value)));
    const { record } = decode(value);
    for (const recorded of [
      decodeRecord(line, { file: "f", line: 1 }),
      createRecordReader().read(line, 0, line.length, () => ({ file: "f", line: 1 })),
    ]) {
      expect({ ...record, rejections: undefined }).toEqual({ ...recorded, rejections: undefined });
      expect(reasonsOf(record)).toEqual(reasonsOf(recorded));
    }
  });

  it("are decoded as the lines of a recorded log are, also when they were changed at random", () => {
    const { numRuns } = runs(3000);
    let observed = 0;
    for (let seed = 1; seed <= numRuns; seed += 1) {
      const value = mutateDocument(VALUES[seed % VALUES.length] ?? "", seed);
      const line = `{"value":${value},"topic":"t","partition":3,"offset":7,"timestamp":1800000000000}`;
      const expected = decodeRecord(Buffer.from(line), { topic: "t", partition: 3, offset: 7 });
      const { record } = first(decoder.decode("t", 3, { ...message(value), timestamp: 1_800_000_000_000 }));
      if (record.kind === "observations") observed += 1;
      const [actual, wanted] = [JSON.stringify(record), JSON.stringify(expected)];
      if (actual !== wanted) expect({ seed, value, actual }).toEqual({ seed, value, actual: wanted });
    }
    expect(observed / numRuns).toBeGreaterThan(0.3);
  });

  it("cannot take another place than theirs, whatever their value says", () => {
    for (const value of ['1,"partition":0,"offset":1', '{},"topic":"other"', `${SNAPSHOT},"offset":99`, '1}\n{"x":1']) {
      expect(decode(value).record.position).toEqual({ topic: "t", partition: 3, offset: 7 });
    }
  });

  it.each([
    ["bytes that are no UTF-8", Buffer.concat([Buffer.from(SNAPSHOT.slice(0, -2)), Buffer.from([0xff])])],
    ["UTF-8 but for a byte in a name", Buffer.from(SNAPSHOT.replace("p1", "p\u00e9"), "latin1")],
    ["what a schema registry frames", Buffer.concat([Buffer.from([0, 0, 0, 0, 7]), Buffer.from(SNAPSHOT)])],
    ["Avro behind its frame", Buffer.from([0, 0, 0, 0, 7, 2, 0x61, 6, 0x62])],
    ["base64 of a snapshot, without quotes", Buffer.from(Buffer.from(SNAPSHOT).toString("base64"))],
    ["a snapshot as the text of a text", Buffer.from(JSON.stringify(SNAPSHOT))],
  ])("are read alike live and from a recording, whatever their bytes: %s", (_, value) => {
    const given = { ...message(""), value };
    const [{ record }] = [first(decoder.decode("t", 3, given))];
    const line = Buffer.from(lineOf("t", 3, given));
    const recorded = decodeRecord(line, { file: "f", line: 1 });
    expect({ ...recorded, rejections: undefined }).toEqual({ ...record, rejections: undefined });
    expect(reasonsOf(recorded)).toEqual(reasonsOf(record));
  });

  it.each([0, 1_700_000_000_000_000, -1])("are dated alike live and from a recording: %s", (timestamp) => {
    const framed = Buffer.concat([Buffer.from([0, 0, 0, 0, 7]), Buffer.from(SNAPSHOT)]);
    for (const value of [framed, Buffer.from(SNAPSHOT)]) {
      const given = { ...message(""), value, timestamp };
      const recorded = decodeRecord(Buffer.from(lineOf("t", 3, given)), { file: "f", line: 1 });
      expect(recorded).toEqual(first(decoder.decode("t", 3, given)).record);
    }
  });

  it.each(["v1", "other", null])("are held to their key alike, live and in a recording: %s", (key) => {
    const line = lineOf("t", 3, message(SNAPSHOT, key), 4);
    const { record, isRoutedByKey: isAtHome } = decode(SNAPSHOT, key);
    const recorded = decodeDocument(JSON.parse(line), { topic: "t", partition: 3, offset: 7 });
    expect(recorded).toEqual(applyMisroutedChoice({ record, isRoutedByKey: isAtHome }, "reject"));
    expect(recorded.kind).toBe(key === "v1" ? "observations" : "rejected");
  });

  it("are at home where their key is their conversation", () => {
    expect(decode(SNAPSHOT, "v1").isRoutedByKey).toBe(true);
    expect(decode(SNAPSHOT, "other").isRoutedByKey).toBe(false);
    expect(decode(SNAPSHOT, null).isRoutedByKey).toBe(false);
    expect(decode("{oops", null).isRoutedByKey).toBe(true);
  });

  it("that are too large are rejected unread", () => {
    const { record } = first(createMessageDecoder(10).decode("t", 0, message(SNAPSHOT)));
    expect(record).toMatchObject({ kind: "rejected", rejections: [{ reason: "tooLarge" }] });
  });
});

describe("sends", () => {
  it("hold one topic each, in order, and less than a broker takes at once", () => {
    const messages = Array.from({ length: 50 }, (_, index) => ({
      topic: index % 3 === 0 ? "a" : "b",
      key: "k",
      value: `${index} ${"x".repeat(60_000)}`,
    }));
    const sends = cutIntoSends(messages);
    for (const topic of ["a", "b"]) {
      const sent = sends.filter((send) => send.topic === topic).flatMap((send) => send.messages);
      expect(sent.map(({ value }) => value)).toEqual(
        messages.filter((one) => one.topic === topic).map(({ value }) => value),
      );
    }
    for (const { messages: part } of sends) {
      expect(part.reduce((sum, { value }) => sum + String(value).length, 0)).toBeLessThan(1_000_000);
    }
    expect(cutIntoSends([])).toEqual([]);
  });
});

describe("the state", () => {
  const kind = { semantics: "1/1", policy: "p", partitions: 4, input: "in", group: "g" };
  const counts = { conversations: 1, sealed: 0, reopened: 0, longEnded: 0, undated: 0, evicted: 0, abandoned: 0 };
  const time = { stream: -Infinity, asOf: 5, hasDated: true, floor: 3, first: undefined, leaps: [] };
  const conversation = (id: string) => ({
    id,
    revision: 2,
    dueAt: Infinity,
    quietAt: 9,
    evaluatedAt: 3,
    policyNumber: 0,
    emittedPending: [],
    lifecycles: [],
  });

  it("comes back as it was written, with what is gone left out, up to the reader's own fence", () => {
    const record = { revision: 1, until: 8, lastAt: 2, evaluatedAt: 5, policyNumber: 0, contents: Buffer.from([1, 2]) };
    const first = {
      time,
      counts,
      faults: {
        conversations: 2,
        marks: [
          ["a", 1],
          ["b", 2],
        ],
      },
      conversations: [
        ["a", encodeConversation("s", "a", conversation("a"))],
        ["b", encodeConversation("s", "b", conversation("b"))],
        ["u", "unsaved"],
      ],
      evicted: [["m", record]],
    } as const;
    const second = {
      time,
      counts,
      faults: { conversations: 3, marks: [["a", undefined]] },
      conversations: [["a", undefined]],
      evicted: [
        ["m", undefined],
        ["n", record],
      ],
    } as const;
    const position = { offset: 12n, advances: [{ before: 11n, asOf: 6 }] };
    const written = [
      encodeFence("s", "another's"),
      ...encodeChanges("s", first, { ...kind, offset: 5n }),
      ...encodeChanges("s", second, { ...kind, offset: 10n }),
      encodePosition("s", position),
      encodeFence("s", "mine"),
    ];
    const reader = new StateReader("mine");
    const taken = written.map(({ key, value }) =>
      reader.take({ ...message(null), key: Buffer.from(key ?? ""), value: value === null ? null : Buffer.from(value) }),
    );
    expect(taken.lastIndexOf("more")).toBe(taken.length - 2);
    expect(taken.at(-1)).toBe("last");
    expect(reader.checkpoint).toEqual({ ...kind, format: SAVED_FORMAT, offset: 10n, time, counts, faulted: 3 });
    expect(reader.position).toEqual(position);
    const { conversations: [held, ...others] = [], ...partition } = reader.partition() ?? {};
    expect(partition).toEqual({
      time,
      counts,
      evicted: [["n", record]],
      faults: { conversations: 3, marks: [["b", 2]] },
      policies: [],
    });
    expect(others).toMatchObject([{ id: "u", dueAt: Infinity, quietAt: Infinity }]);
    expect(() => readContents(others[0]?.contents ?? new Uint8Array([1]))).toThrow("could not be saved");
    const { contents = new Uint8Array(), ...head } = held ?? {};
    expect({ ...head, ...readContents(contents) }).toEqual(conversation("b"));
  });

  it.each([
    ["an earlier release", undefined],
    ["a later one", "another form"],
  ])("is refused where it was saved in the form of %s, before anything of it is read", (_, format) => {
    const reader = new StateReader("n");
    const value = serialize({ ...kind, offset: 1n, ...(format !== undefined && { format }) });
    reader.take({ key: Buffer.from("c:v1"), value: Buffer.from("rubbish") });
    reader.take({ key: Buffer.from("@checkpoint"), value });
    expect(() => reader.partition()).toThrow(/another form/);
  });
});

describe("waiting", () => {
  it("ends with an error when something takes too long", async () => {
    await expect(withTimeout(20, "it", new Promise(() => undefined))).rejects.toThrow(TimeoutError);
    await expect(withTimeout(1000, "it", Promise.resolve(3))).resolves.toBe(3);
  });

  it("in turns begins each piece of work when the one before has ended, also where that failed", async () => {
    const turns = new Mutex();
    const seen: string[] = [];
    const work = (name: string, fails: boolean) => async () => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
    };
    const results = await Promise.allSettled([
      turns.take(work("a", false)),
      turns.take(work("b", true)),
      turns.take(work("c", false)),
    ]);
    expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("in turns waits no longer than it has patience for what hangs", async () => {
    const turns = new Mutex();
    const seen: string[] = [];
    const note = (name: string) => async () => Promise.resolve(void seen.push(name));
    void turns.take(async () => new Promise(() => undefined));
    const late = turns.takeWithin(50, note("late"));
    const next = turns.takeWithin(60_000, note("next"));
    expect(seen).toEqual([]);
    await Promise.all([late, next]);
    expect(seen).toEqual(["late", "next"]);
  });
});
