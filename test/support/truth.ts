import { readPolicyFile } from "../../src/app/policy-file";
import { compilePolicy } from "../../src/app/policy";
import { simulate, USUAL_OPTIONS, type SimulationOptions } from "../../src/consumers/simulation/player";
import { createRecordReader } from "../../src/decoding/bytes/record-reader";
import { Batcher } from "../../src/engine/batcher";
import type { Emits } from "../../src/engine/history/context";
import { createEngine } from "../../src/engine/engine";
import type { EngineCounts, Outputs, RecordOutcome } from "../../src/engine/ports";

/** How a fold of a simulated log compares with its truth: by conversation, participant, name, value and date. */
export interface Comparison {
  readonly numbers: number;
  readonly conversations: number;
  /** True, but not emitted. */
  readonly missing: string[];
  /** Emitted, but not true. */
  readonly extra: string[];
  readonly outcomes: Readonly<Record<RecordOutcome, number>>;
  readonly counts: EngineCounts;
}

/** Which of two communications that begin at one instant is the first of a conversation is no part of its script. */
const NOT_IN_SCRIPTS = "tConversationDuration";

/** Plays a centre through decoder and engine and compares every final number with the truth of the script. */
export function compareWithTruth(
  options: Partial<SimulationOptions>,
  latenessMs?: number,
  emits: Emits = "changes",
): Comparison {
  const emitted = new Map<string, string>();
  const outputs: Outputs = {
    measurement({ id, conversationId, participantId = "", name, value, emitDate, retracted }) {
      if (name === NOT_IN_SCRIPTS) return;
      if (retracted) emitted.delete(id);
      else emitted.set(id, [conversationId, participantId, name, value, emitDate].join(" "));
    },
    deadline: () => undefined,
    conversation: () => undefined,
    rejection: () => undefined,
    superseded: ({ measurements }) => measurements.forEach(({ id }) => emitted.delete(id)),
  };
  const policy = compilePolicy(
    readPolicyFile("samples/policy.yaml"),
    latenessMs === undefined ? {} : { lateness: latenessMs },
  );
  const engine = createEngine(policy, outputs, { emits });
  const outcomes = { folded: 0, repeated: 0, late: 0, ignored: 0, rejected: 0 };
  const batcher = new Batcher(engine, (_record, outcome) => (outcomes[outcome] += 1));
  const reader = createRecordReader();
  const truth: string[] = [];
  let line = 0;
  let conversations = 0;
  for (const output of simulate({ ...USUAL_OPTIONS, ...options })) {
    if ("line" in output) {
      line += 1;
      if (output.line === "") continue;
      const bytes = Buffer.from(output.line);
      const place = { file: "log", line };
      batcher.take(
        reader.read(bytes, 0, bytes.length, () => place),
        undefined,
      );
    } else {
      conversations += 1;
      for (const row of output.truth)
        truth.push([row.conversationId, row.participantId, row.name, row.value, row.emitDate].join(" "));
    }
  }
  batcher.flush();
  engine.finish();
  const { missing, extra } = differences(truth, [...emitted.values()]);
  return { numbers: truth.length, conversations, missing, extra, outcomes, counts: engine.counts() };
}

function differences(expected: readonly string[], actual: readonly string[]): { missing: string[]; extra: string[] } {
  const left = new Map<string, number>();
  for (const row of actual) left.set(row, (left.get(row) ?? 0) + 1);
  const missing: string[] = [];
  for (const row of expected) {
    const count = left.get(row) ?? 0;
    if (count === 0) missing.push(row);
    else left.set(row, count - 1);
  }
  return { missing, extra: [...left].flatMap(([row, count]) => Array.from({ length: count }, () => row)) };
}
