import type { LogRecord } from "../../src/consumers/live/port/port";
import { PolicyPlacing } from "../../src/consumers/live/recording/recorded-policies";
import { lineOf } from "../../src/consumers/live/records/recorded-line";
import { createRecordReader } from "../../src/decoding/bytes/record-reader";
import { createEngine } from "../../src/engine/engine";
import { policyLine } from "../../src/decoding/policy-line";
import type { Outputs } from "../../src/engine/ports";
import { recordsIn } from "../../src/models/decoded";
import type { PolicySwitch } from "../../src/models/policy-switch";
import { BASE, WITH_PAUSES } from "./hostile";
import { ENDS_AT, INPUT, POLICY, Trial, type Committed, type TrialOptions } from "./live-trial";
import { createMemoryOutputs, finalTruth, type Emitted } from "./run";

const READER = createRecordReader();

/** What a replay of the input comes to, where time passes beyond its records once at the end, or not at all. */
function replay({ input, policies }: Committed, until: number | undefined, partition: number) {
  const { outputs, emitted } = createMemoryOutputs();
  const letters: string[] = [];
  const rejection: Outputs["rejection"] = ({ position, reason }) => {
    if ("offset" in position) letters.push(`${position.topic ?? ""}/${position.offset} ${reason}`);
  };
  const engine = createEngine(POLICY, { ...outputs, rejection });
  const placing = new PolicyPlacing(policies);
  const take = (text: string) => {
    const line = Buffer.from(text);
    engine.acceptAll(recordsIn(READER.readAll(line, 0, line.length, () => ({ file: "recording", line: 1 }))));
  };
  const takeSwitches = (switches: readonly PolicySwitch[]) => {
    for (const change of switches) take(policyLine(INPUT, change));
  };
  for (const record of input) {
    takeSwitches(placing.before(record.offset));
    take(lineOf(record.topic, partition, record, partition + 1));
  }
  takeSwitches(placing.before(BigInt(Number.MAX_SAFE_INTEGER)));
  if (until !== undefined && engine.latest() > -Infinity) engine.advance(until, partition);
  const views = new Map(emitted.conversations.map((view) => [view.id, view]));
  for (const id of WITH_PAUSES.conversations) {
    const view = engine.view(id);
    if (view !== undefined) views.set(id, view);
  }
  return toResult(emitted.measurements, emitted.deadlines, [...views.values()], letters);
}

function toResult(
  measurements: readonly unknown[],
  deadlines: readonly unknown[],
  conversations: readonly unknown[],
  letters: readonly string[],
) {
  const emitted = { measurements, deadlines, conversations };
  // A message goes to the dead letters once for what is the same of all its records.
  return {
    ...(JSON.parse(JSON.stringify(emitted)) as Pick<Emitted, keyof typeof emitted>),
    letters: [...new Set(letters)],
  };
}

/** What was committed, each view as it was last. */
function committedResult({ measurements, deadlines, conversations, rejects }: Committed) {
  const parse = (records: readonly LogRecord[]) => records.map(({ value }) => JSON.parse(String(value)) as unknown);
  const views = new Map(conversations.map(({ key, value }) => [String(key), JSON.parse(String(value)) as unknown]));
  const letters = rejects.map(({ headers = {} }) => {
    const said = (name: string) => String(headers[`convofold.${name}`] ?? "");
    const [topic = "", , offset = ""] = said("position").split("/");
    return `${topic}/${offset} ${said("reason")} ${said("path")}`;
  });
  expect(new Set(letters).size).toBe(letters.length);
  // What is no JSON is a text in a recorded log, which has another path.
  const withoutPaths = letters.map((letter) => letter.split(" ").slice(0, 2).join(" "));
  return toResult(parse(measurements), parse(deadlines), [...views.values()], withoutPaths);
}

type Result = ReturnType<typeof toResult>;

const byId = <One extends { readonly id: string; readonly revision: number }>(records: readonly One[]) =>
  records.toSorted((one, other) => (one.id === other.id ? one.revision - other.revision : one.id < other.id ? -1 : 1));

/** In the order in which it was emitted; where conversations switched to another policy a few at a time, each in its own. */
function ordered({ measurements, deadlines, conversations, letters }: Result, { policies }: Committed): Result {
  const isByIds = policies.some(({ from }) => from === "all");
  return {
    measurements: isByIds ? byId(measurements) : measurements,
    deadlines: isByIds ? byId(deadlines) : deadlines,
    conversations: byId(conversations),
    letters,
  };
}

/** Each record is emitted once, as no gaps are asked for, and at the end all is as a replay of the input has it. */
export function expectAsReplayed(committed: Committed, hasClock: boolean, partition = 0): void {
  const live = committedResult(committed);
  const replayed = replay(committed, hasClock ? ENDS_AT + 10_000 : undefined, partition);
  for (const records of [live.measurements, live.deadlines]) {
    const revisions = records.map(({ id, revision }) => `${id} ${revision}`);
    expect(revisions.length - new Set(revisions).size).toBe(0);
  }
  // Several topics are not read in the order of their timestamps: what stands at the end is the same.
  const isInOrder = new Set(committed.input.map(({ topic }) => topic)).size === 1;
  expect(isInOrder ? live.letters : live.letters.toSorted()).toEqual(
    isInOrder ? replayed.letters : replayed.letters.toSorted(),
  );
  if (hasClock || !isInOrder) expect(finalTruth(live)).toEqual(finalTruth(replayed));
  else expect(ordered(live, committed)).toEqual(ordered(replayed, committed));
}

/** Runs a trial on timers that are faked, from one beginning, and holds what is committed to what a replay comes to. */
export async function runLawfully(
  options: TrialOptions,
): Promise<{ readonly trial: Trial; readonly committed: Committed }> {
  jest.clearAllTimers();
  jest.setSystemTime(BASE);
  const trial = new Trial(options);
  const committed = await trial.run();
  expectAsReplayed(committed, options.hasClock);
  expect(trial.faults()).toEqual([]);
  return { trial, committed };
}
