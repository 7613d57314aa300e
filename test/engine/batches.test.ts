import fc from "fast-check";

import { compilePolicy } from "../../src/app/policy";
import { createEngine } from "../../src/engine/engine";
import type { Decoded } from "../../src/models/decoded";
import { hostileLog, WITH_PAUSES, type HostileRecord } from "../support/hostile";
import { createMemoryOutputs, decodeAll } from "../support/run";
import { runs } from "../support/runs";

const MINUTE = 60_000;
const SWEEP_POLICY = { run: { sweep: 10 * MINUTE }, defaults: {}, media: {}, queues: {} };

/** Everything that is told of a log cut into batches of some lengths, in the order in which it is told. */
function tellInBatches(records: readonly Decoded[], lengths: readonly number[]) {
  const { outputs, told } = createMemoryOutputs();
  const engine = createEngine(compilePolicy(SWEEP_POLICY, { lateness: MINUTE }), outputs);
  const outcomes: string[] = [];
  let from = 0;
  for (let turn = 0; from < records.length; turn += 1) {
    const batch = records.slice(from, from + (lengths[turn % lengths.length] ?? 1));
    engine.acceptAll(batch, (index, outcome) => outcomes.push(`${String(from + index)} ${outcome}`));
    from += batch.length;
  }
  const counts = engine.counts();
  engine.advance(engine.latest() + MINUTE);
  engine.finish();
  return { ...told, outcomes, counts };
}

/** Some records lose every instant, and all are spread over partitions, not always the same for a conversation. */
function hostileRecords(records: readonly HostileRecord[], chances: readonly number[]): Decoded[] {
  const documents = records.map(({ document }, index) => {
    const chance = chances[index % chances.length] ?? 0;
    const [id] = WITH_PAUSES.conversations;
    const undated = { id, participants: [{ id: "p1", purpose: "agent", state: "connected" }] };
    if (chance < 8) return { partition: 0, offset: index, value: undated };
    return { ...(document as object), partition: chance < 80 ? 0 : chance % 3, offset: index };
  });
  return decodeAll(documents);
}

/** Every seventh record comes ten records later. */
function withLateOnes(records: HostileRecord[]): HostileRecord[] {
  const places = records.map((record, index) => ({ record, place: index % 7 === 6 ? index + 10 : index }));
  return places.sort((left, right) => left.place - right.place).map(({ record }) => record);
}

describe("batches", () => {
  it("of any length tell the same in the same order as records one by one", () => {
    const seen = { evicted: 0, reopened: 0, misrouted: 0, undated: 0, late: 0 };
    const scenario = fc.record({
      records: hostileLog(WITH_PAUSES, 60).map(withLateOnes),
      chances: fc.array(fc.nat(99), { minLength: 60, maxLength: 60 }),
      lengths: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 10 }),
    });
    fc.assert(
      fc.property(scenario, ({ records, chances, lengths }) => {
        const decoded = hostileRecords(records, chances);
        const singly = tellInBatches(decoded, [1]);
        expect(tellInBatches(decoded, lengths)).toEqual(singly);
        expect(tellInBatches(decoded, [decoded.length])).toEqual(singly);
        seen.evicted += singly.counts.evictedConversations;
        seen.reopened += singly.counts.reopenedConversations;
        seen.misrouted += singly.counts.misroutedRecords;
        seen.undated += singly.counts.undatedRecords;
        seen.late += singly.outcomes.filter((outcome) => outcome.endsWith("late")).length;
      }),
      runs(400),
    );
    for (const [name, times] of Object.entries(seen)) expect([name, times > 20]).toEqual([name, true]);
  });
});
