import { recordTopic, type RecordedLog, type TopicRecording } from "../../../../src/consumers/live/recording/recorder";
import type { MemoryLog } from "../../../../src/consumers/memory/memory-log";
import { AppError } from "../../../../src/models/app-error";
import {
  createSmallLog,
  foldSmall,
  openSmall,
  policyOf,
  SMALL_INPUT,
  smallCall,
  smallOptions,
} from "../../../support/small-service";

const TOPICS = [SMALL_INPUT, "p.state"];

function recordedLog(log: MemoryLog, topics: readonly string[] = TOPICS): RecordedLog {
  return {
    boundsOf: async (topic) => log.boundsOf(topic),
    read: async (reading, take) => log.read(reading, take),
    topics: async () => Promise.resolve(topics),
    errors: log.errors,
  };
}

async function record(log: RecordedLog, some: Partial<TopicRecording> = {}) {
  const [lines, warned]: [string[], string[]] = [[], []];
  const recording: TopicRecording = {
    topics: [SMALL_INPUT],
    state: { topic: "p.state", isNamed: false },
    from: new Map(),
    policies: new Map(),
    misrouted: "reject",
    ...some,
  };
  const warn = (message: string, details?: object) => void warned.push(`${message} ${JSON.stringify(details)}`);
  const records = await recordTopic(log, recording, { warn }, (line) => lines.push(line));
  const places = lines.map((line) => {
    const { offset, partition, policy } = JSON.parse(line) as { offset: number; partition: number; policy?: object };
    return policy === undefined ? `${partition}:${offset}` : "policy";
  });
  return { records, places, warned };
}

const other = policyOf({ defaults: { holdMax: 1000 } });

/** Five records, the last two by another policy. */
async function createSwitched(): Promise<MemoryLog> {
  const log = createSmallLog(["p"], 1, 5);
  const first = await openSmall(log, smallOptions("p"));
  await foldSmall(log, first, 3n);
  await first.drop();
  const second = await openSmall(log, smallOptions("p", 1, { own: other, from: "now" }));
  await foldSmall(log, second);
  return log;
}

test("each policy stands before the first record that it holds for", async () => {
  const { places, records, warned } = await record(recordedLog(await createSwitched()));

  expect(places).toEqual(["policy", "0:0", "0:1", "0:2", "policy", "0:3", "0:4"]);
  expect([records, warned]).toEqual([5, []]);
});

test("what is switched while it is recorded is not lost between the policies and the records", async () => {
  const log = createSmallLog(["p"], 1, 3);
  const first = await openSmall(log, smallOptions("p"));
  await foldSmall(log, first);
  await first.drop();
  const plain = recordedLog(log);
  let isSwitched = false;
  /** As soon as something of the state was read, a switch and records that go by it come. */
  const read: RecordedLog["read"] = async (reading, take) => {
    await plain.read(reading, take);
    if (reading.topic !== "p.state" || isSwitched) return;
    isSwitched = true;
    const second = await openSmall(log, smallOptions("p", 1, { own: other, from: "now" }));
    log.append(SMALL_INPUT, 0, smallCall("later"));
    await foldSmall(log, second);
  };
  const { places } = await record({ ...plain, read });
  expect(isSwitched).toBe(true);

  const recorded = places.filter((place) => place !== "policy").length;
  const later = await record(plain, { from: new Map([[0, BigInt(recorded)]]), policies: new Map([[0, 1]]) });
  expect([...places, ...later.places]).toEqual(["policy", "0:0", "0:1", "0:2", "policy", "0:3"]);
});

describe("where it is not known by which policies a topic was served", () => {
  const named = { state: { topic: "p.state", isNamed: true } };
  const other = async () => {
    const log = createSmallLog(["p"], 1, 2);
    const options = smallOptions("p");
    const task = await openSmall(log, { ...options, kind: { ...options.kind, input: "others" } });
    await foldSmall(log, task);
    return recordedLog(log);
  };
  const refusing = () => {
    const log = createSmallLog(["p"], 1, 2);
    const errors = { ...log.errors, kindOf: () => "refused" as const };
    const asAppError = () => new AppError("kafkaFailed", "It may not be read.", "Let it.");
    const read: RecordedLog["read"] = async (reading, take) =>
      reading.topic === "p.state" ? Promise.reject(new Error("denied")) : log.read(reading, take);
    log.append("p.state", 0, { key: null, value: null });
    return { ...recordedLog(log), read, errors: { ...errors, asAppError } };
  };

  it.each([
    [
      "there is no state",
      async () => Promise.resolve(recordedLog(createSmallLog(["p"], 1, 2), [SMALL_INPUT])),
      "topicMissing",
    ],
    ["it is of another input", other, "topicMissing"],
    ["it may not be read", async () => Promise.resolve(refusing()), "kafkaFailed"],
  ])("as %s, that is said; it is an error where the prefix was named", async (_why, create, code) => {
    const log = await create();
    const { places, warned } = await record(log);
    expect(places).toEqual(["0:0", "0:1"]);
    expect(warned).toHaveLength(1);
    await expect(record(log, named)).rejects.toMatchObject({ code });
    expect((await record(log, { state: undefined })).warned).toEqual([]);
  });
});

describe("several topics", () => {
  const topics = ["in", "more"];
  const both = [...topics, "p.state"];

  /** Records at some seconds, in each of two topics. */
  function createBoth(partitions: readonly [number, number] = [1, 1]): MemoryLog {
    const log = createSmallLog(["p"], partitions[0]);
    log.createTopic("more", partitions[1]);
    for (const second of [1, 4, 5, 9]) log.append("in", 0, smallCall(`v${second}`, second * 1000));
    for (const second of [2, 3, 5, 20]) log.append("more", 0, smallCall(`v${second}`, second * 1000));
    return log;
  }

  test("are merged by the timestamps of their records", async () => {
    const log = createBoth();
    const lines: string[] = [];
    const recording = { topics, state: undefined, from: new Map(), policies: new Map(), misrouted: "fold" } as const;
    const warn = () => undefined;
    expect(await recordTopic(recordedLog(log, both), recording, { warn }, (line) => lines.push(line))).toBe(8);
    const read = lines.map((line) => JSON.parse(line) as { topic: string; timestamp: number; offset: number });
    expect(read.map(({ timestamp }) => timestamp / 1000)).toEqual([1, 2, 3, 4, 5, 5, 9, 20]);
    expect(read.filter(({ topic }) => topic === "more").map(({ offset }) => offset)).toEqual([0, 1, 2, 3]);
  });

  test("that are longer than what is read ahead are merged whole", async () => {
    const log = createSmallLog(["p"]);
    log.createTopic("more", 1);
    for (let number = 0; number < 2500; number += 1)
      for (const topic of topics) log.append(topic, 0, smallCall("v", number));
    expect((await record(recordedLog(log, both), { topics, state: undefined })).records).toBe(5000);
  });

  test("with different counts of partitions are refused", async () => {
    await expect(record(recordedLog(createBoth([1, 2]), both), { topics })).rejects.toThrow('"in" has 1, "more" has 2');
  });

  test("of which one is missing, or cannot be read, are refused", async () => {
    await expect(record(recordedLog(createBoth(), ["in"]), { topics })).rejects.toThrow('"more" is not there');
    const log = recordedLog(createBoth(), both);
    const read: RecordedLog["read"] = async (reading, take) =>
      reading.topic === "more" ? Promise.reject(new Error("no right")) : log.read(reading, take);
    await expect(record({ ...log, read }, { topics, state: undefined })).rejects.toThrow("no right");
  });
});
