import type { Script } from "../script";
import { createCustomer, enterQueue, answer } from "./queue";
import { leaveCustomer } from "./inbound";
import { endTalking } from "./served";

/** A message that one agent handles two or three times, each time from another queue, on one participant. */
export function playConsecutiveSessions(script: Script, at: number): void {
  const { random, centre } = script;
  const customer = createCustomer(script, "message", at);
  script.fact(customer, "nConnected", 1, at);
  script.step(at, () => {
    script.communications.push(customer);
    return [customer];
  });
  const who = { participantId: random.uuid(), userId: script.someone().id };
  const firstQueue = random.int(0, centre.queueIds.length - 1);
  const turns = random.int(2, 3);
  let from = at;
  let endAt = at;
  for (let turn = 0; turn < turns; turn += 1) {
    const queueId = centre.queueIds[(firstQueue + turn) % centre.queueIds.length] ?? "";
    const wait = enterQueue(script, customer, from, queueId, () => []);
    const talking = answer(script, customer, wait, wait.seenAt, who);
    endAt = talking.seenAt + random.int(5_000, 120_000);
    endTalking(script, talking, endAt, "client");
    from = lastOf(script) + random.int(2_000, 600_000);
  }
  leaveCustomer(script, customer, endAt, lastOf(script), false);
}

/** When the last of what the script has so far happens: after-call work too. */
function lastOf({ steps }: Script): number {
  return Math.max(...steps.map(({ at }) => at));
}
