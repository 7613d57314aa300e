import type { Communication } from "../communication";
import { end, type Script } from "../script";
import { createAgent, join } from "./agents";
import { playCallback } from "./callback";
import { enterQueue } from "./queue";
import { endConversation, endTalking, playAnswer, playAnswered, type Talking } from "./served";
import { playSupervisor } from "./talk";

/** A call in which the agent rings a colleague, and cancels it before the colleague answers. */
export function playCancelledConsult(script: Script, at: number): void {
  const { customer, ...talking } = playAnswered(script, "call", at);
  const goneAt = consultInVain(script, customer, talking, talking.seenAt + script.random.int(4_000, 30_000));
  endConversation(script, talking, customer, goneAt + script.random.int(5_000, 60_000));
}

/** A call in which the agent consults by way of a queue; the call is given over, or the consult ends first. */
export function playQueueConsult(script: Script, at: number): void {
  const { random, centre } = script;
  const { customer, ...talking } = playAnswered(script, "call", at);
  const consultAt = talking.seenAt + random.int(35_000, 60_000);
  const wait = enterQueue(script, customer, consultAt, random.pick(centre.queueIds), () => []);
  script.fact(talking.agent, "nConsult", 1, wait.from);
  const colleague = playAnswer(script, customer, wait);
  const firstEndAt = colleague.seenAt + random.int(5_000, 40_000);
  const lastEndAt = firstEndAt + random.int(8_000, 60_000);
  if (random.chance(50)) {
    endTalking(script, colleague, firstEndAt, "peer");
    return endConversation(script, talking, customer, lastEndAt);
  }
  script.fact(talking.agent, "nTransferred", 1, firstEndAt);
  script.fact(talking.agent, "nConsultTransferred", 1, firstEndAt);
  endTalking(script, talking, firstEndAt, "transfer");
  endConversation(script, colleague, customer, lastEndAt);
}

/** A callback is promised during a call in which the agent also rings a colleague in vain. */
export function playCallbackBesideCall(script: Script, at: number): void {
  const { customer, ...talking } = playAnswered(script, "call", at);
  const promisedAt = talking.seenAt + script.random.int(5_000, 20_000);
  playCallback(script, promisedAt);
  const goneAt = consultInVain(script, customer, talking, promisedAt + script.random.int(2_000, 9_000));
  endConversation(script, talking, customer, goneAt + script.random.int(3_000, 20_000));
}

/** A call on which the recording is paused while the customer tells a secret. */
export function playSecurePause(script: Script, at: number): void {
  const { random } = script;
  const { customer, ...talking } = playAnswered(script, "call", at);
  const { agent, seenAt } = talking;
  const pausedAt = seenAt + random.int(4_000, 30_000);
  const resumedAt = pausedAt + random.int(5_000, 50_000);
  const setPause = (securePause: boolean) => () => {
    agent.securePause = securePause;
    agent.recordingState = securePause ? "paused" : "active";
    return [agent];
  };
  script.step(pausedAt, setPause(true));
  script.step(resumedAt, setPause(false));
  endConversation(script, talking, customer, resumedAt + random.int(4_000, 60_000));
}

/** A call that a supervisor listens to. */
export function playMonitoredCall(script: Script, at: number): void {
  const { customer, ...talking } = playAnswered(script, "call", at);
  const endAt = talking.seenAt + script.random.int(20_000, 120_000);
  playSupervisor(script, talking.agent, talking.seenAt, endAt);
  endConversation(script, talking, customer, endAt);
}

/** Rings a colleague for a while; returns when the agent gives it up. */
function consultInVain(script: Script, customer: Communication, { agent: giver }: Talking, at: number): number {
  const colleague = createAgent(script, "call", { at, queueId: undefined, customer, isAnother: true });
  const goneAt = at + script.random.int(2_000, 7_000);
  script.step(at, () => join(script, colleague));
  script.span(colleague, "tAlert", at, goneAt);
  script.fact(giver, "nConsult", 1, at);
  script.step(goneAt, () => [end(colleague, goneAt, "peer")]);
  return goneAt;
}
