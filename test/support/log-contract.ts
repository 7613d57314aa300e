import type { FetchedBatch, MemberListener, TopicLog, WriterOptions } from "../../src/consumers/live/port/port";
import { inputName, nameTopics, type TopicNames } from "../../src/consumers/live/port/topic-names";
import { sleep } from "./kafka";
import { readAll } from "./read-all";

/** A log of some kind, with what its port leaves to others. */
export interface LogOnTrial {
  readonly log: TopicLog;
  /** Makes topics that keep their records for ever. */
  readonly createTopics: (topics: readonly string[], partitions: number) => Promise<void>;
  /** Appends records as a producer without transactions does, at these instants. */
  readonly append: (topic: string, partition: number, values: readonly string[], at?: number) => Promise<void>;
}

const PARTITIONS = 2;
let trials = 0;

/** Topics, and a group, that no other test has. */
async function createTopics(on: LogOnTrial): Promise<TopicNames> {
  trials += 1;
  const topics = nameTopics(`in${trials}`, `out${trials}`);
  await on.createTopics(Object.values({ ...topics }).flat(), PARTITIONS);
  return topics;
}

const optionsOf = (
  topics: TopicNames,
  during: WriterOptions["during"] = async (_phase, work) => work(),
): WriterOptions => ({
  groupId: `group.${inputName(topics)}`,
  topics,
  during,
});

/** What breaks off before its transaction is committed. */
const breakingOff: WriterOptions["during"] = async (phase, work) => {
  if (phase === "commit") throw new Error("broken off");
  return work();
};

const valuesIn = async (on: LogOnTrial, topic: string, partition = 0): Promise<(string | undefined)[]> =>
  (await readAll(on.log, { topic, partition })).map(({ value }) => value?.toString());

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 45_000; !isSo(); await sleep(20))
    if (Date.now() > end) throw new Error("it did not come about");
}

/** A member that notes what it receives. */
function createMember(on: LogOnTrial, topics: TopicNames) {
  const received = {
    joined: [] as (readonly number[])[],
    fetched: [] as FetchedBatch[],
    after: new Map<string, bigint>(),
  };
  const listener: MemberListener = {
    onJoined: (partitions) => received.joined.push(partitions),
    onRebalancing: () => undefined,
    onHeartbeat: () => undefined,
    onCrashed: () => undefined,
    onFetched(batch) {
      received.fetched.push(batch);
      received.after.set(`${batch.topic}/${batch.partition}`, batch.after);
      return true;
    },
    onSkipped: (topic, partition, _from, after) => received.after.set(`${topic}/${partition}`, after),
    isStaying: () => true,
    whenFetchable: async () => Promise.resolve(),
  };
  const options = { groupId: `group.${inputName(topics)}`, topics: topics.inputs, sessionMs: 6000 };
  const values = () => received.fetched.flatMap(({ records }) => records.map(({ value }) => value?.toString()));
  return { member: on.log.createMember(options, listener), received, values };
}

/** What every log keeps to that a service may run on. */
export function keepsContract(get: () => LogOnTrial): void {
  it("gives what was committed, in its order, as it was written", async () => {
    const on = get();
    const topics = await createTopics(on);
    const { measurements, state } = topics;
    const writer = on.log.createWriter(1, optionsOf(topics));
    await writer.open();
    const headers = { one: Buffer.from("1"), several: [Buffer.from("2"), Buffer.from("3")] };
    const records = [
      { topic: measurements, key: "a", value: "1", headers },
      { topic: state, key: Buffer.from([0, 255]), value: null },
      { topic: measurements, key: null, value: Buffer.from([0, 255]) },
    ];
    await writer.write(records, undefined);
    await writer.write([{ topic: measurements, key: "b", value: "2" }], undefined);
    await writer.close();
    const found = await readAll(on.log, { topic: measurements, partition: 1 });
    expect(found).toMatchObject([
      { offset: 0n, key: Buffer.from("a"), value: Buffer.from("1"), headers },
      { offset: 1n, key: null, value: Buffer.from([0, 255]) },
      { key: Buffer.from("b"), value: Buffer.from("2") },
    ]);
    // The mark of the first transaction lies between.
    expect(found[2]?.offset).toBe(3n);
    expect(await readAll(on.log, { topic: state, partition: 1 })).toMatchObject([
      { key: Buffer.from([0, 255]), value: null },
    ]);
    expect(await readAll(on.log, { topic: measurements, partition: 1, from: 2n })).toMatchObject([{ offset: 3n }]);
    expect(await valuesIn(on, measurements, 0)).toEqual([]);
  });

  it("says how far a group is once that is committed, with all else that is", async () => {
    const on = get();
    const topics = await createTopics(on);
    const [input = ""] = topics.inputs;
    const options = optionsOf(topics);
    const writer = on.log.createWriter(0, options);
    await writer.open();
    expect(await on.log.groupOffsets(options.groupId, input)).toEqual(new Map());
    await writer.write([{ topic: topics.state, key: "k", value: "1" }], new Map([[input, 7n]]));
    // A cluster tells the group somewhat later than whoever wrote.
    let received = new Map<number, bigint>() as ReadonlyMap<number, bigint>;
    for (let tries = 0; received.size === 0 && tries < 100; tries += 1) {
      await sleep(20);
      received = await on.log.groupOffsets(options.groupId, input);
    }
    expect(received).toEqual(new Map([[0, 7n]]));
    const broken = on.log.createWriter(0, optionsOf(topics, breakingOff));
    await broken.open();
    await expect(broken.write([{ topic: topics.state, key: "k", value: "2" }], new Map([[input, 9n]]))).rejects.toThrow(
      "broken off",
    );
    await writer.close();
    await broken.close();
    const next = on.log.createWriter(0, options);
    await next.open();
    expect(await on.log.groupOffsets(options.groupId, input)).toEqual(new Map([[0, 7n]]));
    await next.close();
  });

  it("shows nothing of what broke off, and nothing behind it until somebody else has opened", async () => {
    const on = get();
    const topics = await createTopics(on);
    const { state } = topics;
    const broken = on.log.createWriter(0, optionsOf(topics, breakingOff));
    await broken.open();
    await expect(broken.write([{ topic: state, key: "k", value: "broken" }], undefined)).rejects.toThrow("broken off");
    await on.append(state, 0, ["behind"]);
    expect(await valuesIn(on, state)).toEqual([]);
    const next = on.log.createWriter(0, optionsOf(topics));
    await next.open();
    expect(await valuesIn(on, state)).toEqual(["behind"]);
    await next.write([{ topic: state, key: "k", value: "next" }], undefined);
    expect(await valuesIn(on, state)).toEqual(["behind", "next"]);
    await broken.close();
    await next.close();
  });

  it("lets nobody write whom another one has fenced, neither anew nor to the end of what was begun", async () => {
    const on = get();
    const topics = await createTopics(on);
    const { state } = topics;
    const write = async (writer: { write: typeof first.write }, value: string) =>
      writer.write([{ topic: state, key: "k", value }], undefined).then(
        () => "written",
        (error: unknown) => on.log.errors.kindOf(error),
      );
    const first = on.log.createWriter(0, optionsOf(topics));
    await first.open();
    expect(await write(first, "first")).toBe("written");
    const third = on.log.createWriter(0, optionsOf(topics));
    const second = on.log.createWriter(
      0,
      optionsOf(topics, async (phase, work) => {
        if (phase === "commit") await third.open();
        return work();
      }),
    );
    await second.open();
    expect(await write(first, "zombie")).toBe("fenced");
    expect(await write(second, "overtaken")).toBe("fenced");
    expect(await write(third, "third")).toBe("written");
    // Of another partition, and of other outputs, each has its own; of another group that writes the same ones it has not.
    const other = on.log.createWriter(1, optionsOf(topics));
    const elsewhere = on.log.createWriter(0, optionsOf(nameTopics(topics.inputs, `other.${inputName(topics)}`)));
    await other.open();
    await elsewhere.open();
    expect(await write(third, "fourth")).toBe("written");
    const rival = on.log.createWriter(0, { ...optionsOf(topics), groupId: `other.${inputName(topics)}` });
    await rival.open();
    expect(await write(third, "fifth")).toBe("fenced");
    expect(await valuesIn(on, state)).toEqual(["first", "third", "fourth"]);
    for (const writer of [first, second, third, other, elsewhere, rival]) await writer.close();
  });

  it("waits for what is read until it has come", async () => {
    const on = get();
    const [input = ""] = (await createTopics(on)).inputs;
    const found: string[] = [];
    const reading = on.log.read({ topic: input, partition: 0 }, async ({ value }) => {
      found.push(String(value));
      return Promise.resolve(String(value) === "last" ? "last" : "more");
    });
    await on.append(input, 0, ["first"]);
    await on.append(input, 0, ["last", "behind"]);
    await reading;
    expect(found).toEqual(["first", "last"]);
  });

  it("says where partitions begin and end, and where an instant lies in them", async () => {
    const on = get();
    const [input = ""] = (await createTopics(on)).inputs;
    await on.append(input, 0, ["1", "2"], 1_700_000_000_000);
    await on.append(input, 0, ["3"], 1_700_000_005_000);
    const bounds = (await on.log.boundsOf(input)).toSorted((one, other) => one.partition - other.partition);
    expect(bounds).toEqual([
      { partition: 0, low: 0n, high: 3n },
      { partition: 1, low: 0n, high: 0n },
    ]);
    const at = async (instant: number) => (await on.log.offsetsAt(input, instant)).get(0);
    expect(await at(1_600_000_000_000)).toBe(0n);
    expect(await at(1_700_000_000_001)).toBe(2n);
    expect(await at(1_700_000_009_000)).toBe(3n);
    expect(await on.log.retentionOf(input)).toBeUndefined();
    expect(await on.log.partitionCount(input)).toBe(2);
    expect(await on.log.partitionCount(`${input}-not-there`)).toBe(0);
  });

  it("gives a member its partitions, all of their records in order, and again from where it seeks", async () => {
    const on = get();
    const topics = await createTopics(on);
    const [input = ""] = topics.inputs;
    await on.append(input, 0, ["0a", "0b"]);
    const broken = on.log.createWriter(0, { ...optionsOf(topics, breakingOff), groupId: `producer.${input}` });
    await broken.open();
    await broken.write([{ topic: input, key: "k", value: "broken" }], undefined).catch(() => undefined);
    const mending = on.log.createWriter(0, { ...optionsOf(topics), groupId: `producer.${input}` });
    await mending.open();
    await broken.close();
    await mending.close();
    const { member, received, values } = createMember(on, topics);
    await member.start();
    await until(() => received.after.get(`${input}/0`) === 4n);
    expect([received.joined, values()]).toEqual([[[0, 1]], ["0a", "0b"]]);
    await on.append(input, 1, ["1a"]);
    await until(() => values().includes("1a"));
    member.pause(input, 1);
    member.seek(input, 0, 1n);
    await until(() => values().length === 4);
    expect(values().at(-1)).toBe("0b");
    member.resume(input, 1);
    await on.append(input, 1, ["1b"]);
    await until(() => values().length === 5);
    expect(received.fetched.at(-1)).toMatchObject({ partition: 1, from: 1n, after: 2n });
    await member.leave();
  });

  it("deals the partitions of a group out among its members, each to one", async () => {
    const on = get();
    const topics = await createTopics(on);
    const first = createMember(on, topics);
    const second = createMember(on, topics);
    await first.member.start();
    await until(() => first.received.joined.length > 0);
    await second.member.start();
    const shares = () => [first.received.joined.at(-1) ?? [], second.received.joined.at(-1) ?? []];
    await until(() => shares().every(({ length }) => length === 1));
    expect(shares().flat().sort()).toEqual([0, 1]);
    await first.member.leave();
    await until(() => second.received.joined.at(-1)?.length === 2);
    await second.member.leave();
  });

  it("gives the partitions of one number in several topics to one member, and says how far the group is in each", async () => {
    const on = get();
    const [one, other] = [await createTopics(on), await createTopics(on)];
    const topics = nameTopics([...one.inputs, ...other.inputs], `both.${inputName(one)}`);
    await on.createTopics([topics.state], PARTITIONS);
    const [first = "", second = ""] = topics.inputs;
    await on.append(first, 0, ["first"]);
    await on.append(second, 0, ["second"]);
    const members = [createMember(on, topics), createMember(on, topics)] as const;
    for (const { member } of members) await member.start();
    const shares = () => members.map(({ received }) => received.joined.at(-1) ?? []);
    await until(() => shares().every(({ length }) => length === 1));
    const fetched = () => members.map(({ received }) => new Set(received.fetched.map(({ topic }) => topic)).size);
    await until(() => fetched().includes(2));
    expect(shares().flat().sort()).toEqual([0, 1]);
    for (const { member } of members) await member.leave();
    const options = optionsOf(topics);
    const writer = on.log.createWriter(0, options);
    await writer.open();
    const offsets = new Map([
      [first, 3n],
      [second, 4n],
    ]);
    await writer.write([{ topic: topics.state, key: "k", value: "1" }], offsets);
    const received = async () =>
      Promise.all(topics.inputs.map(async (topic) => (await on.log.groupOffsets(options.groupId, topic)).get(0)));
    for (let tries = 0; (await received()).includes(undefined) && tries < 100; tries += 1) await sleep(20);
    expect(await received()).toEqual([3n, 4n]);
    await writer.close();
  });
}
