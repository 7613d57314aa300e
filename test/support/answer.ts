import { parseSpan } from "../../src/app/duration";
import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { parsePolicy } from "../../src/app/policy-file";
import { replay } from "../../src/app/replay";
import type { Summary } from "../../src/app/summary";
import { parseInstant } from "../../src/models/instant";
import { createMemoryOutputs } from "./run";

/** Fields of an output record and what they must be; a list allows each of its values. */
type Fields = Readonly<Record<string, unknown>>;

/** What must come out of a log, and how it is to be replayed. What is not stated is not judged. */
export interface Answer {
  readonly title: string;
  readonly why?: string;
  readonly lateness?: string;
  readonly until?: string;
  /** The text of a policy. */
  readonly policy?: string;
  /** At least one final measurement matches each; none matches those that must not be. */
  readonly measurements?: readonly Fields[];
  readonly noMeasurements?: readonly Fields[];
  readonly measurementCounts?: Readonly<Record<string, number>>;
  /** The values that measurements of a name may have. */
  readonly onlyValues?: Readonly<Record<string, readonly number[]>>;
  readonly deadlines?: readonly Fields[];
  readonly noDeadlines?: readonly Fields[];
  readonly deadlineCounts?: Readonly<Record<string, number>>;
  /** How many ids end retracted. */
  readonly retractions?: number;
  /** The last view of a conversation; of a list, its length. */
  readonly views?: readonly (Fields & { readonly id: string })[];
  readonly records?: Readonly<Record<string, number>>;
}

type Output = Readonly<Record<string, unknown>>;

/** Replays a log and says in what it differs from its answer; nothing where it does not. */
export async function differencesFrom(answer: Answer, log: string): Promise<string[]> {
  const { outputs, emitted } = createMemoryOutputs();
  const { summary } = await replay(
    replayOptionsOf(answer, log, outputs),
    () => undefined,
    new AbortController().signal,
  );
  const all = [...lastOfEach(emitted.measurements), ...lastOfEach(emitted.deadlines)];
  const measurements = standing(lastOfEach(emitted.measurements));
  const deadlines = standing(lastOfEach(emitted.deadlines));
  const retracted = all.length - measurements.length - deadlines.length;
  return [
    ...differencesIn(measurements, "name", answer.measurements, answer.noMeasurements, answer.measurementCounts),
    ...differencesIn(deadlines, "kind", answer.deadlines, answer.noDeadlines, answer.deadlineCounts),
    ...otherValues(measurements, answer.onlyValues ?? {}),
    ...differencesInViews(emitted.conversations, answer.views ?? []),
    ...differencesInRecords(summary, answer.records ?? {}),
    ...(allows(answer.retractions, retracted) ? [] : [`${String(retracted)} ids end retracted`]),
  ];
}

function replayOptionsOf(
  { lateness, until, policy }: Answer,
  log: string,
  alsoTo: Parameters<typeof createReplayOptions>[1],
) {
  const document = policy === undefined ? EMPTY_POLICY : parsePolicy(policy, "the answer's policy");
  const latenessMs = lateness === undefined ? undefined : parseSpan(lateness);
  const overrides = latenessMs === undefined ? {} : { lateness: latenessMs };
  return createReplayOptions(log, alsoTo, {
    policy: compilePolicy(document, overrides),
    until: until === undefined ? undefined : parseInstant(until),
  });
}

function createReplayOptions(
  log: string,
  alsoTo: ReturnType<typeof createMemoryOutputs>["outputs"],
  settings: Pick<Parameters<typeof replay>[0], "policy" | "until">,
): Parameters<typeof replay>[0] {
  return { logs: [log], out: undefined, replaceOut: false, recordBytesMax: 1 << 20, alsoTo, ...settings };
}

function differencesIn(
  records: readonly Output[],
  nameField: string,
  present: readonly Fields[] = [],
  absent: readonly Fields[] = [],
  counts: Readonly<Record<string, number>> = {},
): string[] {
  const sameName = (name: unknown) => records.filter((record) => record[nameField] === name).map(briefly);
  const missing = present.filter((wanted) => !records.some((record) => matches(record, wanted)));
  const banned = absent.flatMap((fields) => records.filter((record) => matches(record, fields)));
  const wrong = Object.entries(counts).filter(([name, times]) => sameName(name).length !== times);
  return [
    ...missing.map(
      (wanted) => `missing ${JSON.stringify(wanted)}; there are ${sameName(wanted[nameField]).join("; ")}`,
    ),
    ...banned.map((record) => `must not be: ${briefly(record)}`),
    ...wrong.map(([name, times]) => `not ${String(times)} of ${name}: ${sameName(name).join("; ")}`),
  ];
}

function otherValues(measurements: readonly Output[], allowed: Readonly<Record<string, readonly number[]>>): string[] {
  return measurements
    .filter(({ name, value }) => allowed[String(name)]?.includes(Number(value)) === false)
    .map((record) => `must not be: ${briefly(record)}`);
}

function differencesInViews(views: readonly Output[], wanted: NonNullable<Answer["views"]>): string[] {
  return wanted.flatMap(({ id, ...fields }) => {
    const view = views.findLast((one) => one["id"] === id);
    return Object.entries(fields).flatMap(([field, value]) => {
      const got = view?.[field];
      const shown = Array.isArray(got) ? got.length : got;
      return allows(value, shown) ? [] : [`conversation ${id}: ${field} is ${JSON.stringify(shown)}`];
    });
  });
}

function differencesInRecords(summary: Summary, wanted: NonNullable<Answer["records"]>): string[] {
  const figures: Readonly<Record<string, number>> = { ...summary.records, conversations: summary.conversations.all };
  return Object.entries(wanted)
    .filter(([name, times]) => figures[name] !== times)
    .map(([name]) => `${name}: ${String(figures[name])}; ${JSON.stringify([summary.rejections, summary.ignored])}`);
}

function lastOfEach(records: readonly { readonly id: string }[]): Output[] {
  return [...new Map(records.map((record) => [record.id, record])).values()];
}

function standing(records: readonly Output[]): Output[] {
  return records.filter(({ retracted }) => retracted !== true);
}

function matches(record: Output, wanted: Fields): boolean {
  return Object.entries(wanted).every(([field, value]) => allows(value, record[field]));
}

function allows(wanted: unknown, got: unknown): boolean {
  return wanted === undefined || (Array.isArray(wanted) ? wanted.includes(got) : wanted === got);
}

function briefly(record: Output): string {
  const { name, kind, value, status, emitDate, dueAt, origin, communicationId } = record;
  const stated = [name, kind, value, status, emitDate, dueAt, origin, communicationId];
  return stated
    .filter((one) => one !== undefined)
    .map(String)
    .join(" ");
}
