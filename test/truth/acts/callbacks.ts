import type { Communication } from "../communication";
import { SHAPES } from "../render/shapes";
import type { Act, Script } from "../script";
import { agentAlerts, answers, entersQueue, holdsSometimes, isServed, QUEUES, worksAfter, workFor } from "./pieces";

const MINUTE = 60_000;

/** A callback that is promised, moved, routed, taken by an agent, and dialled. */
export const callbacks: Act = {
  title: "callbacks: kept, late, moved on any communication, dialled by hand or by itself, missed, withdrawn",
  shapes: SHAPES,
  isWhole: true,
  play(script) {
    const { random } = script;
    const callback = isPromised(script, script.startAt);
    random.pick([isKept, isKept, isKept, isMissed, isWithdrawn])(script, callback);
  },
};

/** Other calls of the conversation beside a callback: none of them is an attempt of it. */
export const besideOtherCalls: Act = {
  title: "callbacks beside other calls: an inbound call, a consult, another callback",
  shapes: SHAPES,
  isWhole: true,
  play(script) {
    const { random } = script;
    const beside = random.pick([promisedInACall, ringsInBefore, twoPromises, consultsDuring]);
    beside(script);
  },
};

/** What has been promised to a customer, and until now moved. */
interface Promised {
  readonly customer: Communication;
  /** When the promise that stands was made. */
  readonly at: number;
  readonly dueAt: number;
}

function isPromised(script: Script, at: number, dueIn = script.random.int(5, 120) * MINUTE): Promised {
  const { random } = script;
  const timeoutSeconds = random.chance(40) ? undefined : random.pick([0, 30]);
  const sketch = { mediaType: "callback", purpose: "customer", timeoutSeconds } as const;
  const customer = script
    .begin(sketch, at)
    .enters("scheduled", at)
    .showsSchedule(at + dueIn, at);
  customer.anyQueue = true;
  promise(customer, at + dueIn, at);
  if (random.chance(70)) return { customer, at, dueAt: at + dueIn };
  const movedAt = at + random.int(10_000, 100_000);
  const dueAt = Math.max(movedAt + MINUTE, at + dueIn + random.int(-4, 90) * MINUTE);
  if (dueAt === at + dueIn) return { customer, at, dueAt };
  customer.showsSchedule(dueAt, movedAt);
  promise(customer, dueAt, movedAt);
  return { customer, at: movedAt, dueAt };
}

function promise(customer: Communication, dueAt: number, madeAt: number): void {
  const before = customer.promises.at(-1);
  if (before !== undefined) before.supersededAt = madeAt;
  customer.promises.push({ dueAt, madeAt });
}

/** It is routed when due, sometimes moved then on the queue's communication; an agent takes it and calls. */
function isKept(script: Script, promised: Promised): number {
  const { random } = script;
  const { customer } = promised;
  const routedAt = Math.max(promised.at, promised.dueAt) + random.int(500, 3 * MINUTE);
  customer.connects(routedAt);
  const wait = entersQueue(script, customer, routedAt + 100, random.pick(QUEUES));
  wait.showsSchedule(promised.dueAt, wait.begunAt);
  const dueAt = random.chance(25) ? isMovedInQueue(script, customer, wait) : promised.dueAt;
  const alertAt = Math.max(wait.begunAt, customer.promises.at(-1)?.madeAt ?? 0) + random.int(1_000, 40_000);
  const agent = agentAlerts(script, wait, alertAt).showsSchedule(dueAt, alertAt);
  const from = alertAt + random.int(900, 7_000);
  answers(agent, wait, from);
  attempt(customer, from);
  const overAt = isDialled(script, customer, agent, from);
  agent.ends(overAt + random.int(500, 3_000), "client");
  customer.ends(overAt + 4_000, "peer");
  return overAt + 4_000;
}

/** The reschedule is told on the queue's communication alone. */
function isMovedInQueue(script: Script, customer: Communication, wait: Communication): number {
  const movedAt = wait.begunAt + script.random.int(5_000, 20_000);
  const dueAt = movedAt + script.random.int(1, 10) * 1_000;
  wait.showsSchedule(dueAt, movedAt);
  promise(customer, dueAt, movedAt);
  return dueAt;
}

function attempt(customer: Communication, at: number): void {
  const standing = customer.promises.at(-1);
  if (standing !== undefined) standing.attemptAt ??= at;
}

/** The same two participants get a call each. Returns when it is over. */
function isDialled(script: Script, customer: Communication, agent: Communication, from: number): number {
  const { random } = script;
  const dialAt = from + random.int(2_000, 50_000);
  const connectAt = dialAt + random.int(3_000, 20_000);
  const seconds = customer.sketch.timeoutSeconds;
  if (seconds !== undefined) agent.autoDial = { seconds, dialledAt: dialAt };
  const isReached = random.chance(80);
  const callee = script
    .begin(
      { mediaType: "call", purpose: "customer", direction: "outbound", participantId: customer.participantId },
      dialAt,
    )
    .enters("dialing", dialAt);
  const { participantId, sketch } = agent;
  const { userId, queueId, limits } = sketch;
  const call = script
    .begin(
      {
        ...{ mediaType: "call", purpose: "agent", direction: "outbound" },
        participantId,
        userId,
        queueId,
        limits,
        peer: callee,
      },
      dialAt,
    )
    .enters("contacting", dialAt)
    .enters("dialing", dialAt + random.int(300, 2_000));
  if (!isReached) {
    callee.ends(connectAt, "system");
    call.ends(connectAt + 5, "peer");
    return connectAt + 100;
  }
  callee.connects(connectAt);
  call.connects(connectAt);
  customer.contactAt = connectAt;
  const endAt = holdsSometimes(script, call, connectAt) + random.int(5_000, 90_000);
  call.ends(endAt, "client");
  callee.ends(endAt + 5, "peer");
  worksAfter(script, call, workFor(script, call));
  return endAt + 100;
}

function isMissed(script: Script, { customer, dueAt, at }: Promised): number {
  const goneAt = Math.max(at, dueAt) + script.random.int(1_000, 60 * MINUTE);
  customer.ends(goneAt, "system");
  return goneAt;
}

function isWithdrawn(script: Script, { customer, dueAt, at }: Promised): number {
  const goneAt = at + script.random.int(1_000, Math.max(2_000, dueAt - at - 1_000));
  customer.ends(goneAt, "client");
  return goneAt;
}

/** A callback is promised during a call, in which the agent then rings somebody outside. */
function promisedInACall(script: Script): void {
  const { random } = script;
  const caller = script.begin({ mediaType: "call", purpose: "customer" }, script.startAt).connects(script.startAt);
  const { agent, from } = isServed(script, caller, script.startAt + 200);
  const promised = isPromised(script, from + random.int(5_000, 20_000));
  const ringAt = promised.at + random.int(1_000, 20_000);
  rings(script, agent, ringAt);
  agent.ends(ringAt + 90_000, "client");
  caller.ends(ringAt + 90_010, "peer");
  const done = worksAfter(script, agent, "none");
  if (random.chance(50)) isKept(script, { ...promised, at: done });
  else isMissed(script, { ...promised, at: done });
}

/** An agent consults somebody outside; it is cancelled. */
function rings(script: Script, agent: Communication, at: number): void {
  const { random } = script;
  const talkAt = at + random.int(2_000, 9_000);
  const sketch = { mediaType: "call", purpose: "external", direction: "outbound" } as const;
  script
    .begin(sketch, at)
    .enters("dialing", at)
    .connects(talkAt)
    .ends(talkAt + random.int(2_000, 40_000), "peer");
  agent.consults.push(at);
}

/** The customer does not wait and calls in, on a participant of its own. */
function ringsInBefore(script: Script): void {
  const { random } = script;
  const promised = isPromised(script, script.startAt);
  const at = promised.at + random.int(2_000, 20_000);
  const caller = script.begin({ mediaType: "call", purpose: "customer" }, at).connects(at);
  const { agent, from } = isServed(script, caller, at + 200);
  const endAt = holdsSometimes(script, agent, from) + random.int(5_000, 90_000);
  agent.ends(endAt, "client");
  caller.ends(endAt + 10, "peer");
  const done = worksAfter(script, agent, workFor(script, agent));
  random.pick([isKept, isWithdrawn, isMissed])(script, { ...promised, at: done });
}

/** Two callbacks of one conversation, one of which is kept. */
function twoPromises(script: Script): void {
  const first = isPromised(script, script.startAt);
  const second = isPromised(script, first.at + script.random.int(1_000, 9_000));
  const overAt = isKept(script, first);
  if (script.random.chance(50)) isMissed(script, { ...second, at: Math.max(second.at, overAt) });
  else isKept(script, { ...second, at: Math.max(second.at, overAt) });
}

/** The agent who calls back consults somebody outside during that call. */
function consultsDuring(script: Script): void {
  const promised = isPromised(script, script.startAt);
  isKept(script, promised);
  const call = script.communications.find(({ sketch }) => sketch.mediaType === "call" && sketch.purpose === "agent");
  const { connected, ended } = call ?? {};
  if (call === undefined || connected === undefined || ended === undefined) return;
  const at = connected.at + Math.floor((ended.at - connected.at) / 3);
  const sketch = { mediaType: "call", purpose: "external", direction: "outbound" } as const;
  script
    .begin(sketch, at)
    .enters("dialing", at)
    .ends(ended.at - 500, "peer");
  call.consults.push(at);
}
