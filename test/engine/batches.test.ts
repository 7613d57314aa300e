import fc from "fast-check";

import { compilePolicy } from "../../src/app/policy";
import { createEngine } from "../../src/engine/engine";
import type { Decoded } from "../../src/models/decoded";
import { BASE, hostileLog, hostileRecords, WITH_PAUSES, withLateOnes } from "../support/hostile";
import { createMemoryOutputs, decodeAll } from "../support/run";
import { runs } from "../support/runs";

const MINUTE = 60_000;
const SWEEP_POLICY = { run: { sweep: 10 * MINUTE }, defaults: {}, media: {}, queues: {} };
/** Time leaps at every pause, and eviction records live for minutes. */
const LEAPING_POLICY = {
  ...SWEEP_POLICY,
  run: { sweep: 10 * MINUTE, leap: MINUTE, markers: 5 * MINUTE },
};

/** Everything that is emitted of a log cut into batches of some lengths, in its order. */
function foldInBatches(records: readonly Decoded[], lengths: readonly number[], policy = SWEEP_POLICY) {
  const { outputs, emitted } = createMemoryOutputs();
  const engine = createEngine(compilePolicy(policy, { lateness: MINUTE }), outputs);
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
  return { ...emitted, outcomes, counts };
}

describe("batches", () => {
  it("of any length emit the same in the same order as records one by one", () => {
    const seen = { evicted: 0, reopened: 0, misrouted: 0, undated: 0, late: 0 };
    const scenario = fc.record({
      records: hostileLog(WITH_PAUSES, 60).map(withLateOnes),
      chances: fc.array(fc.nat(99), { minLength: 60, maxLength: 60 }),
      lengths: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 10 }),
    });
    fc.assert(
      fc.property(scenario, ({ records, chances, lengths }) => {
        const decoded = hostileRecords(records, chances);
        const singly = foldInBatches(decoded, [1]);
        expect(foldInBatches(decoded, lengths)).toEqual(singly);
        expect(foldInBatches(decoded, [decoded.length])).toEqual(singly);
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

  it("emit the same where time leaps and eviction records expire", () => {
    const seen = { evicted: 0, suspect: 0, floor: 0 };
    const scenario = fc.record({
      records: hostileLog(WITH_PAUSES, 60).map(withLateOnes),
      chances: fc.array(fc.nat(99), { minLength: 60, maxLength: 60 }),
      lengths: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 10 }),
    });
    fc.assert(
      fc.property(scenario, ({ records, chances, lengths }) => {
        const decoded = hostileRecords(records, chances);
        const singly = foldInBatches(decoded, [1], LEAPING_POLICY);
        expect(foldInBatches(decoded, lengths, LEAPING_POLICY)).toEqual(singly);
        expect(foldInBatches(decoded, [decoded.length], LEAPING_POLICY)).toEqual(singly);
        seen.evicted += singly.counts.evictedConversations;
        seen.suspect += singly.counts.timeSuspects;
        seen.floor += Number(singly.counts.evictedConversations > singly.counts.evictionRecords);
      }),
      runs(400),
    );
    for (const [name, times] of Object.entries(seen)) expect([name, times > 20]).toEqual([name, true]);
  });

  it("emit the same where a later lifecycle takes over the ids of one that is evicted meanwhile", () => {
    const event = (id: string, kind: string, at: number, body: object) => ({
      partition: 0,
      timestamp: at,
      value: {
        topicName: `v2.detail.events.conversation.${id}.${kind}.start`,
        eventBody: { eventTime: at, conversationId: id, mediaType: "VOICE", ...body },
      },
    });
    const own = { participantId: "p3", sessionId: "s" };
    const documents = [
      event("v3", "user", BASE, own),
      event("v1", "user", BASE + 39 * MINUTE, { participantId: "p1", sessionId: "t" }),
      event("v3", "acd", BASE + 40 * MINUTE, own),
      { partition: 0, timestamp: BASE + 59 * MINUTE, value: { conversationId: "v3", participant: { id: "p1" } } },
    ];
    const decoded = decodeAll(documents.map((document, offset) => ({ ...document, offset })));
    const singly = foldInBatches(decoded, [1], LEAPING_POLICY);
    expect(foldInBatches(decoded, [decoded.length], LEAPING_POLICY)).toEqual(singly);
    const [answer] = singly.deadlines.filter(({ id, retracted }) => id === "v3/s/answer" && retracted !== true);
    expect(answer?.status).toBe("overdue");
  });

  it("emit the same of very many conversations that one record evicts", () => {
    const documents = Array.from({ length: 2100 }, (_, index) => {
      const participants = [{ id: "p", purpose: "agent", calls: [{ id: `k${String(index)}`, state: "disconnected" }] }];
      return { partition: 0, offset: index, timestamp: BASE + index, value: { id: `c${String(index)}`, participants } };
    });
    const last = (id: string) => ({
      partition: 0,
      offset: 2100,
      timestamp: BASE + 100 * MINUTE,
      value: { id, participants: [{ id: "p", purpose: "agent", calls: [{ id: "k", state: "alerting" }] }] },
    });
    const decoded = decodeAll([...documents, last("last"), { ...last("confirming"), offset: 2101 }]);
    const together = foldInBatches(decoded, [decoded.length]);
    expect(together.counts.evictedConversations).toBe(2100);
    expect(together).toEqual(foldInBatches(decoded, [1]));
  });
});
