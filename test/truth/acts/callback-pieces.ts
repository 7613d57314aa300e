import type { Communication } from "../communication";
import type { Script } from "../script";
import { agentAlerts, answers, entersQueue, holdsSometimes, QUEUES, worksAfter, workFor } from "./pieces";

/** The pieces of a callback: the promise, how it is kept, missed or withdrawn. */

const MINUTE = 60_000;

/** What has been promised to a customer, and until now moved. */
export interface Promised {
  readonly customer: Communication;
  /** When the promise that stands was made. */
  readonly at: number;
  readonly dueAt: number;
}

/** A customer is promised a call; sometimes the promise is moved at once. */
export function isPromised(script: Script, at: number, dueIn = script.random.int(5, 120) * MINUTE): Promised {
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
export function isKept(script: Script, promised: Promised): number {
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

/** Nobody tries it. Returns when it is over. */
export function isMissed(script: Script, { customer, dueAt, at }: Promised): number {
  const goneAt = Math.max(at, dueAt) + script.random.int(1_000, 60 * MINUTE);
  customer.ends(goneAt, "system");
  return goneAt;
}

/** The customer wants it no more. Returns when it is over. */
export function isWithdrawn(script: Script, { customer, dueAt, at }: Promised): number {
  const goneAt = at + script.random.int(1_000, Math.max(2_000, dueAt - at - 1_000));
  customer.ends(goneAt, "client");
  return goneAt;
}
