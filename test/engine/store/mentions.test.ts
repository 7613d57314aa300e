import { compilePolicy, EMPTY_POLICY } from "../../../src/app/policy";
import { createEngine } from "../../../src/engine/engine";
import { isNamedInContents, isNamedInEvicted } from "../../../src/engine/store/mentions";
import { decodeLines, simulatedLines } from "../../support/board";
import { createMemoryOutputs } from "../../support/run";

const MINUTE = 60_000;
const POLICY = compilePolicy(EMPTY_POLICY, { lateness: MINUTE });

/** What an engine keeps of a simulated day, with the users in the last view of each conversation. */
function keptOf() {
  const engine = createEngine(POLICY, createMemoryOutputs().outputs);
  const usersOf = new Map<string, ReadonlySet<string>>();
  for (const decoded of decodeLines(simulatedLines({ conversations: 200, seed: 3, shapes: ["nested"] }))) {
    engine.accept(decoded);
    if (decoded.kind !== "observations") continue;
    const participants = engine.view(decoded.conversationId)?.participants ?? [];
    usersOf.set(decoded.conversationId, new Set(participants.flatMap(({ userId }) => userId ?? [])));
  }
  return { saved: engine.save()!, usersOf };
}

describe("what is kept of a conversation", () => {
  it("names those who took part in it, and nobody else, whether it is open or was evicted", () => {
    const { saved, usersOf } = keptOf();
    const users = [...new Set([...usersOf.values()].flatMap((its) => [...its]))];
    let [open, evicted] = [0, 0];
    for (const [, partition] of saved.partitions) {
      for (const user of users.slice(0, 5)) {
        const wanted = new Set([user]);
        for (const conversation of partition.conversations) {
          expect(isNamedInContents(conversation, wanted)).toBe(usersOf.get(conversation.id)?.has(user));
          open += 1;
        }
        for (const [id, record] of partition.evicted) {
          expect(isNamedInEvicted(record, wanted)).toBe(usersOf.get(id)?.has(user));
          evicted += 1;
        }
      }
    }
    expect(Math.min(open, evicted)).toBeGreaterThan(20);
  });
});
