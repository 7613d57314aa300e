import {
  ReconciliationBuilder,
  type Reconciliation,
  type ReconcileOptions,
} from "../../src/answers/reconcile/reconciliation";
import type { Difference } from "../../src/answers/reconcile/difference";
import { FinalsCollector } from "../../src/app/finals/finals-collector";
import { compilePolicy } from "../../src/app/policy";
import { readPolicyFile } from "../../src/app/policy-file";
import { KeptOutRecords } from "../../src/app/reconcile/reconcile";
import { COMPARED } from "../../src/app/reconcile/survey-export";
import { createRecordReader } from "../../src/decoding/bytes/record-reader";
import { isProblem, readPlatformConversation } from "../../src/decoding/analytics-numbers";
import { Batcher } from "../../src/engine/batcher";
import { createEngine } from "../../src/engine/engine";
import { latestIn, type PlatformConversation } from "../../src/models/platform-detail";

/** The final numbers of the lines of a log, and its records that were kept out. */
export function foldLines(lines: readonly string[], latenessMs?: number) {
  const collector = new FinalsCollector();
  const keptOut = new KeptOutRecords();
  const overrides = latenessMs === undefined ? {} : { lateness: latenessMs };
  const engine = createEngine(compilePolicy(readPolicyFile("samples/policy.yaml"), overrides), collector);
  const instants: number[] = [];
  const batcher = new Batcher<undefined>(engine, (record, outcome) => {
    keptOut.onRecord(record, outcome);
    if (record.kind === "observations" && record.at !== undefined) instants.push(record.at);
  });
  const reader = createRecordReader();
  for (const [index, line] of lines.entries()) {
    const bytes = Buffer.from(line);
    const place = { file: "log.ndjson", line: index + 1 };
    if (line !== "")
      batcher.take(
        reader.read(bytes, 0, bytes.length, () => place),
        undefined,
      );
  }
  batcher.flush();
  engine.finish();
  return { finals: collector.finals(), keptOut: keptOut.byConversation, log: spanOf(instants) };
}

/** Conversations of an export as they are read. */
export function readExported(exported: readonly unknown[]): PlatformConversation[] {
  return exported.map((one, index) => {
    const read = readPlatformConversation(one, { file: "export.json", line: 1, item: index + 1 });
    if (isProblem(read)) throw new Error(`${read.path} ${read.problem}`);
    return read;
  });
}

/** Compares final numbers with an export as the command does, in UTC; give what differs. */
export function reconcileWith(
  {
    finals,
    keptOut,
    log,
  }: Pick<ReturnType<typeof foldLines>, "finals" | "log"> & Partial<ReturnType<typeof foldLines>>,
  platform: readonly PlatformConversation[],
  more: Partial<ReconcileOptions> = {},
): Reconciliation {
  const stated = platform.flatMap(({ sessions }) => sessions.flatMap(({ numbers }) => numbers));
  const builder = new ReconciliationBuilder({
    toleranceMs: 1000,
    compared: COMPARED,
    log,
    export: {
      ...spanOf(platform.flatMap(({ startAt }) => startAt ?? [])),
      until: spanOf(platform.flatMap((one) => latestIn(one) ?? [])).to,
      metrics: new Set(stated.map(({ name }) => name)),
      numbersFrom: spanOf(stated.map(({ at }) => at)).from,
      numbersTo: spanOf(stated.map(({ at }) => at)).to,
    },
    dayOf: (at) => new Date(at).toISOString().slice(0, 10),
    ...more,
  });
  const byId = new Map(platform.map((one) => [one.id, one]));
  for (const one of finals) {
    builder.take(one, byId.get(one.id), keptOut?.get(one.id));
    byId.delete(one.id);
  }
  for (const [id, one] of byId) builder.take(undefined, one, keptOut?.get(id));
  return builder.finish();
}

function spanOf(instants: readonly number[]) {
  return instants.length === 0
    ? { from: undefined, to: undefined }
    : { from: Math.min(...instants), to: Math.max(...instants) };
}

/** A difference in a line: metric, how it differs, and why. */
export function briefly({ metric, status, cause }: Difference): string {
  return `${metric} ${status} ${cause ?? "unexplained"}`;
}
