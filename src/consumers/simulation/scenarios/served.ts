import type { Communication } from "../communication";
import { end, type Script } from "../script";
import { answer, createCustomer, enterQueue, type Wait } from "./queue";
import { leaveCustomer } from "./inbound";
import { oweWork, playAfterCallWork } from "./talk";

/** An agent who talks with the customer, without a hold. */
export interface Talking {
  readonly agent: Communication;
  readonly connectedAt: number;
  /** Nothing of it may be seen to happen before. */
  readonly seenAt: number;
}

/** A customer is there at once, waits in a queue, and an agent answers the first alert. */
export function playAnswered(
  script: Script,
  mediaType: Communication["mediaType"],
  at: number,
): Talking & { readonly customer: Communication } {
  const customer = createCustomer(script, mediaType, at);
  script.fact(customer, "nConnected", 1, at);
  script.step(at, () => {
    script.communications.push(customer);
    return [customer];
  });
  const wait = enterQueue(script, customer, at, script.random.pick(script.centre.queueIds), () => []);
  return { customer, ...answer(script, customer, wait, wait.seenAt) };
}

/** The agent's side ends, with one talk from the connect on, and after-call work. Returns when the end is seen. */
export function endTalking(script: Script, { agent, connectedAt }: Talking, endAt: number, how: string): number {
  const talkMs = endAt - connectedAt;
  script.span(agent, "tTalk", connectedAt, endAt);
  script.fact(agent, "tTalkComplete", talkMs, endAt);
  playAfterCallWork(script, agent, endAt, talkMs);
  const seenAt = endAt + script.random.int(1, 18);
  script.step(seenAt, () => {
    oweWork(script, agent, endAt);
    return [end(agent, endAt, how)];
  });
  return seenAt;
}

/** The agent ends it, and the customer's side with it. */
export function endConversation(script: Script, talking: Talking, customer: Communication, endAt: number): void {
  leaveCustomer(script, customer, endAt, endTalking(script, talking, endAt, "client"), false);
}

/** The agent of a wait, as one who talks: somebody who has had no part in the conversation. */
export function playAnswer(script: Script, customer: Communication, wait: Wait): Talking {
  return answer(script, customer, wait, wait.seenAt, { isAnother: true });
}
