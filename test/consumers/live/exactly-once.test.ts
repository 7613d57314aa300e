import fc from "fast-check";

import { lineOf } from "../../../src/consumers/live/recorded-line";
import type { LogRecord, Outgoing, PartitionLog, PartitionWriter } from "../../../src/consumers/live/port";
import { createRecordReader } from "../../../src/decoding/bytes/record-reader";
import { createEngine } from "../../../src/engine/engine";
import type { Outputs } from "../../../src/engine/ports";
import { recordsIn } from "../../../src/models/decoded";
import { BASE, hostileLog, ONE_HOUR, WITH_PAUSES, withLateOnes, type HostileRecord } from "../../support/hostile";
import { createMemoryOutputs, finalTruth, type Told } from "../../support/run";
import { ENDS_AT, POLICY, TOPICS, Trial, type Committed, type Step, type TrialOrder } from "../../support/live-trial";
import { runs } from "../../support/runs";
import { CALLS, STRIKES, type StrikePlan } from "../../support/struck-log";

const READER = createRecordReader();
const seen = new Map<string, number>();

/** What a document is of, as its producer knows it. */
function keyOf(document: unknown): string {
  return /"(?:conversationId|id)":"(v\d)"/.exec(JSON.stringify(document))?.[1] ?? "";
}

/** A record of the input; some lie under another key, and some are rubbish. */
function toInput({ at, document }: HostileRecord, chance: number): Pick<LogRecord, "key" | "value" | "timestamp"> {
  const { value } = document as { readonly value: unknown };
  const text = chance === 0 ? "{oops" : JSON.stringify(value);
  const key = chance === 1 ? "elsewhere" : keyOf(document);
  return { key: Buffer.from(key), value: chance === 2 ? null : Buffer.from(text), timestamp: at };
}

/** An agent is alerted, which is overdue by the clock where nothing more is said of it. */
const alert: fc.Arbitrary<HostileRecord> = fc
  .tuple(fc.constantFrom(...WITH_PAUSES.conversations), fc.integer({ min: 0, max: 7200 }), fc.nat(9))
  .map(([id, seconds, number]) => {
    const at = BASE + seconds * 1000;
    const startAlertingTime = new Date(at).toISOString();
    const calls = [{ id: `alert-${number}`, state: "alerting", alertingTimeoutMs: 8000, startAlertingTime }];
    const participants = [{ id: `alerted-${number}`, purpose: "agent", calls }];
    return { at, document: { partition: 0, timestamp: at, value: { id, participants } } };
  });

const owner = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("produce" as const),
      records: fc.integer({ min: 1, max: 6 }),
      aborted: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) }),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant("feed" as const),
      owner,
      records: fc.integer({ min: 1, max: 9 }),
      back: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("tick" as const), owner }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.constantFrom(500, 3000, 12_000, 240_000, 1_800_000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("idle" as const), ms: fc.constantFrom(1000, 30_000, 300_000, 3_600_000) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("open" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("drop" as const), owner }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wake" as const), index: fc.nat(3) }) },
);

const plan: fc.Arbitrary<StrikePlan> = fc.array(fc.tuple(fc.nat(25), fc.constantFrom(...STRIKES)), { maxLength: 12 });

const trials: fc.Arbitrary<TrialOrder> = fc
  .record({
    alerts: fc.array(alert, { maxLength: 12 }),
    // Of an hour in which much goes on, and of hours in which conversations end and come back.
    busy: hostileLog(ONE_HOUR, 25),
    calm: hostileLog(WITH_PAUSES, 25),
    chances: fc.array(fc.nat(19), { minLength: 62, maxLength: 62 }),
    steps: fc.array(step, { minLength: 10, maxLength: 50 }),
    plan,
    sliceRecords: fc.integer({ min: 1, max: 8 }),
    hasClock: fc.boolean(),
  })
  .map(({ alerts, busy, calm, chances, ...rest }) => {
    const log = withLateOnes([...alerts, ...busy, ...calm].sort((one, other) => one.at - other.at));
    return { ...rest, records: log.map((record, index) => toInput(record, chances[index] ?? 3)) };
  });

/** What a replay of the input comes to, where time passes beyond its records once at the end, or not at all. */
function replay(input: readonly LogRecord[], until: number | undefined) {
  const { outputs, told } = createMemoryOutputs();
  const letters: string[] = [];
  const rejection: Outputs["rejection"] = ({ position, reason }) => {
    if ("offset" in position) letters.push(`${position.offset} ${reason}`);
  };
  const engine = createEngine(POLICY, { ...outputs, rejection });
  for (const record of input) {
    const line = Buffer.from(lineOf(TOPICS.input, 0, record, 1));
    const position = { topic: TOPICS.input, partition: 0, offset: Number(record.offset) };
    engine.acceptAll(recordsIn(READER.readAll(line, 0, line.length, () => position)));
  }
  if (until !== undefined && engine.latest() > -Infinity) engine.advance(until, 0);
  const views = new Map(told.conversations.map((view) => [view.id, view]));
  for (const id of WITH_PAUSES.conversations) {
    const view = engine.view(id);
    if (view !== undefined) views.set(id, view);
  }
  return toResult(told.measurements, told.deadlines, [...views.values()], letters);
}

function toResult(
  measurements: readonly unknown[],
  deadlines: readonly unknown[],
  conversations: readonly unknown[],
  letters: readonly string[],
) {
  const told = { measurements, deadlines, conversations };
  // A message goes to the dead letters once for what is the same of all its records.
  return { ...(JSON.parse(JSON.stringify(told)) as Pick<Told, keyof typeof told>), letters: [...new Set(letters)] };
}

/** What was committed, each view as it was last. */
function committedResult({ measurements, deadlines, conversations, rejects }: Committed) {
  const parse = (records: readonly LogRecord[]) => records.map(({ value }) => JSON.parse(String(value)) as unknown);
  const views = new Map(conversations.map(({ key, value }) => [String(key), JSON.parse(String(value)) as unknown]));
  const letters = rejects.map(({ headers = {} }) => {
    const said = (name: string) => String(headers[`convofold.${name}`] ?? "");
    return `${said("position").split("/")[2] ?? ""} ${said("reason")} ${said("path")}`;
  });
  expect(new Set(letters).size).toBe(letters.length);
  // What is no JSON is a text in a recorded log, which has another path.
  const withoutPaths = letters.map((letter) => letter.split(" ").slice(0, 2).join(" "));
  return toResult(parse(measurements), parse(deadlines), [...views.values()], withoutPaths);
}

type Result = ReturnType<typeof toResult>;

const byId = (views: Result["conversations"]) => views.toSorted((one, other) => (one.id < other.id ? -1 : 1));

/** Each record that was told is told once, and at the end all is as a replay of the input has it. */
function check(committed: Committed, hasClock: boolean): void {
  const live = committedResult(committed);
  const replayed = replay(committed.input, hasClock ? ENDS_AT + 10_000 : undefined);
  for (const records of [live.measurements, live.deadlines]) {
    const revisions = records.map(({ id, revision }) => `${id} ${revision}`);
    expect(revisions.length - new Set(revisions).size).toBe(0);
  }
  expect(live.letters).toEqual(replayed.letters);
  if (hasClock) expect(finalTruth(live as Told)).toEqual(finalTruth(replayed as Told));
  else
    expect({ ...live, conversations: byId(live.conversations) }).toEqual({
      ...replayed,
      conversations: byId(replayed.conversations),
    });
}

async function runTrial(order: TrialOrder): Promise<void> {
  jest.clearAllTimers();
  jest.setSystemTime(BASE);
  const trial = new Trial(order);
  const committed = await trial.run();
  check(committed, order.hasClock);
  expect(trial.faults()).toEqual([]);
  count("measurements", committed.measurements.length);
  count("deadlines", committed.deadlines.length);
  count("dead letters", committed.rejects.length);
  count("owners", trial.owners.length);
  for (const [call, strike] of trial.striker.struck) {
    count(call);
    count(strike);
  }
}

function count(name: string, times = 1): void {
  seen.set(name, (seen.get(name) ?? 0) + times);
}

/** Whether the property finds what was planted. */
async function isFound(plant: NonNullable<TrialOrder["plant"]>): Promise<boolean> {
  const property = fc.asyncProperty(trials, async (order) => runTrial({ ...order, plant }));
  const { failed } = await fc.check(property, { ...runs(500), endOnFailure: true });
  return failed;
}

/** A log whose writers write in another way. */
const writing =
  (write: (writer: PartitionWriter, ...given: Parameters<PartitionWriter["write"]>) => Promise<void>) =>
  (log: PartitionLog): PartitionLog => ({
    ...partsOf(log),
    createWriter(partition, order) {
      const writer = log.createWriter(partition, order);
      return {
        open: async () => writer.open(),
        write: async (records, offset) => write(writer, records, offset),
        close: async () => writer.close(),
      };
    },
  });

const partsOf = (log: PartitionLog): PartitionLog => ({
  createWriter: (partition, order) => log.createWriter(partition, order),
  read: async (reading, take) => log.read(reading, take),
  boundsOf: async (topic) => log.boundsOf(topic),
  offsetsAt: async (topic, at) => log.offsetsAt(topic, at),
  retentionOf: async (topic) => log.retentionOf(topic),
});

describe("a partition that is served", () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] });
    seen.clear();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const { numRuns } = runs(500);
  const wholeTrial = async () => {
    await fc.assert(
      fc.asyncProperty(trials, async (order) => runTrial(order)),
      { numRuns },
    );
    // Time that passes seldom makes something overdue at the very call that is struck; each call within that is struck often.
    const often = [
      ...CALLS.filter((call) => call !== "advance"),
      ...STRIKES,
      "measurements",
      "deadlines",
      "dead letters",
    ];
    expect(often.filter((name) => (seen.get(name) ?? 0) <= 5)).toEqual([]);
  };
  it(
    "tells what a replay tells, each revision once, whatever befalls its owners at any call",
    wholeTrial,
    Math.max(240_000, 200 * numRuns),
  );

  it.each<[string, NonNullable<TrialOrder["plant"]>]>([
    [
      "the position is not in the transaction of what was told",
      writing(async (writer, records, offset) => {
        const isPosition = ({ key }: Outgoing) => key === "@position";
        await writer.write(
          records.filter((record) => !isPosition(record)),
          undefined,
        );
        await writer.write(records.filter(isPosition), offset);
      }),
    ],
    [
      "what may have been written is written again",
      writing(async (writer, records, offset) => {
        await writer.write(records, offset).catch(async () => {
          await writer.open();
          await writer.write(records, offset);
        });
      }),
    ],
    [
      "an owner does not fence those before it",
      (log, owner) => ({
        ...partsOf(log),
        createWriter: (partition, order) => log.createWriter(partition, { ...order, groupId: `g${owner}` }),
      }),
    ],
  ])("is found out where %s", async (_, plant) => {
    expect(await isFound(plant)).toBe(true);
  });
});
