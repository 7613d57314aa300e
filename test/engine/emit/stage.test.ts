import { compilePolicy } from "../../../src/app/policy";
import { createEngine } from "../../../src/engine/engine";
import type { FinalEmission } from "../../../src/engine/ports";
import { foldParticipant } from "../../../src/reducers/participant";
import { decodeAll } from "../../support/run";

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 2, 8);
const policy = compilePolicy({ run: {}, defaults: {}, media: {}, queues: {} }, {});

const ended = (offset: number, at: number, id: string) => {
  const call = {
    id: `k-${id}`,
    state: "disconnected",
    connectedTime: new Date(START).toISOString(),
    endTime: new Date(START + 1000).toISOString(),
  };
  const participants = [{ id: `p-${id}`, purpose: "customer", calls: [call] }];
  return { partition: 0, offset, timestamp: START + at, value: { id, participants } };
};

test("an emission is taken as soon as it is found, and emitted in its turn; of a batch that is undone none is", () => {
  const log: string[] = [];
  let isFaulty = true;
  const engine = createEngine(
    policy,
    {
      measurement: () => log.push("not staged"),
      deadline: () => log.push("not staged"),
      conversation: () => log.push("not staged"),
      rejection: () => undefined,
      stage: ({ conversationId }: FinalEmission) => {
        log.push(`staged ${conversationId}`);
        return () => log.push(`emitted ${conversationId}`);
      },
    },
    {
      emits: "finals",
      fold: (participant, observation) => {
        if (isFaulty && observation.participantId === "p-bad") throw new TypeError("planted");
        return foldParticipant(participant, observation);
      },
    },
  );
  const records = decodeAll([ended(0, 1000, "one"), ended(1, MINUTE, "two"), ended(2, MINUTE + 1, "bad")]);
  engine.acceptAll(records, (index) => log.push(`record ${String(index)}`));
  isFaulty = false;
  engine.finish();
  // The first try of the batch staged `one` before the fault; the second, record by record, staged and emitted it.
  expect(log).toEqual([
    "staged one",
    "record 0",
    "staged one",
    "record 1",
    "emitted one",
    "record 2",
    "staged two",
    "emitted two",
  ]);
});
