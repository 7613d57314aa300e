import { OWNER_WINDOW_MS } from "../centre";
import type { CommunicationCallback, Communication } from "../communication";
import { createCommunication, end, type Script } from "../script";
import { createAgent, join } from "./agents";
import { alertInVain, answer, enterQueue, leave, type Wait } from "./queue";
import { leaveCustomer } from "./inbound";
import { playDialling } from "./outbound";
import { oweWork, playAfterCallWork, playTalk } from "./talk";

const HOUR = 3_600_000;

/** A customer is promised a call: kept, late, moved, withdrawn, missed, or lost with its owner. */
export function playCallback(script: Script, at: number): void {
  const { random } = script;
  const details: CommunicationCallback = {
    numbers: [`+1555${String(random.int(1_000_000, 9_999_999))}`],
    scheduledAt: at + (random.chance(30) ? random.int(1, 20) * 24 * HOUR : random.int(60_000, 4 * HOUR)),
    timeoutSeconds: random.pick([0, 120, 300]),
    skipEnabled: true,
  };
  const customer = createCommunication(random, {
    mediaType: "callback",
    purpose: "customer",
    name: "Caller",
    state: "scheduled",
    startedAt: at,
    callback: details,
  });
  script.step(at, () => join(script, customer));
  script.fact(customer, "nCallbackScheduled", 1, at);
  const dueAt = reschedule(script, customer, details, at);
  if (random.chance(6)) return withdraw(script, customer, at, dueAt);
  if (random.chance(6)) return miss(script, customer, at, dueAt);
  attempt(script, customer, at, dueAt);
}

/** Some promises are moved, forwards or back, some twice; returns the one that stands. */
function reschedule(script: Script, customer: Communication, details: CommunicationCallback, at: number): number {
  const { random } = script;
  let dueAt = details.scheduledAt;
  let now = at;
  for (let times = random.chance(20) ? random.int(1, 2) : 0; times > 0; times -= 1) {
    now += random.int(5_000, 25_000);
    const movedAt = now;
    const moved = Math.max(movedAt + 90_000, dueAt + random.int(-30, 120) * 60_000);
    if (moved === dueAt) continue;
    dueAt = moved;
    script.fact(customer, "nCallbackScheduled", 1, movedAt);
    script.fact(customer, "nCallbackRescheduled", 1, movedAt);
    script.step(movedAt, () => {
      customer.callback = { ...details, scheduledAt: moved };
      return [customer];
    });
  }
  return dueAt;
}

/** The customer wants it no more before it is due. */
function withdraw(script: Script, customer: Communication, at: number, dueAt: number): void {
  const goneAt = Math.max(at + 55_000, dueAt - script.random.int(10_000, 30_000));
  const isTooLate = goneAt >= dueAt;
  if (isTooLate) script.fact(customer, "nCallbackMissed", 1, goneAt);
  expire(script, customer, at, goneAt);
  script.step(goneAt, () => [end(customer, goneAt, "client")]);
}

/** Nobody tries, and the platform gives it up. */
function miss(script: Script, customer: Communication, at: number, dueAt: number): void {
  const goneAt = Math.max(dueAt + script.random.int(0, HOUR), script.random.chance(50) ? at + OWNER_WINDOW_MS : 0);
  script.fact(customer, "nCallbackMissed", 1, goneAt);
  expire(script, customer, at, goneAt);
  script.step(goneAt, () => [end(customer, goneAt, "system")]);
}

function expire(script: Script, customer: Communication, at: number, goneAt: number): void {
  if (goneAt >= at + OWNER_WINDOW_MS) script.fact(customer, "nCallbackExpired", 1, goneAt);
}

/** When it is due it goes to the queue like a call; the agent who answers dials. */
function attempt(script: Script, customer: Communication, at: number, dueAt: number): void {
  const { random, centre } = script;
  const routedAt = dueAt + random.int(200, 60_000);
  script.fact(customer, "nConnected", 1, routedAt);
  const wait = enterQueue(script, customer, routedAt, random.pick(centre.queueIds), () => {
    customer.connectedAt = routedAt;
    customer.state = "connected";
    return [customer];
  });
  if (random.chance(5)) return cancelInQueue(script, customer, wait, routedAt, dueAt);
  const { agent, connectedAt, seenAt } = answer(
    script,
    customer,
    wait,
    alertInVain(script, customer, wait, wait.seenAt),
  );
  script.fact(customer, "tCallbackLate", Math.max(0, connectedAt - dueAt), connectedAt);
  dial(script, customer, agent, { connectedAt, from: seenAt, requestedAt: at, routedAt });
}

/** The customer withdraws while the callback waits in the queue. */
function cancelInQueue(script: Script, customer: Communication, wait: Wait, routedAt: number, dueAt: number): void {
  const goneAt = wait.seenAt + script.random.int(3_000, 30_000);
  leave(script, wait, goneAt, undefined);
  script.span(customer, "tConnected", routedAt, goneAt);
  if (goneAt >= dueAt) script.fact(customer, "nCallbackMissed", 1, goneAt);
  expire(script, customer, customer.startedAt, goneAt);
  script.step(goneAt, () => [end(wait.communication, goneAt, "client"), end(customer, goneAt, "client")]);
}

/** The agent calls: the same two participants get a call each. The after-call work is the call's. */
function dial(script: Script, customer: Communication, agent: Communication, times: CallbackTimes): void {
  const { random } = script;
  const dialAt = times.from + random.int(2_000, 60_000);
  const { call, callee } = createCall(script, customer, agent, dialAt);
  script.step(dialAt, () => [...join(script, call), ...join(script, callee)]);
  const { answeredAt, effortMs } = playDialling(script, call, callee, dialAt);
  script.span(customer, "tCallbackWait", times.requestedAt, answeredAt);
  const { endAt, handleMs } = playTalk(script, {
    agent: call,
    connectedAt: answeredAt,
    from: answeredAt,
    holdsMax: 2,
    effortMs,
  });
  playAfterCallWork(script, call, endAt, handleMs);
  script.step(endAt + 4, () => {
    oweWork(script, call, endAt);
    return [end(call, endAt, "client"), end(callee, endAt, "peer")];
  });
  script.span(callee, "tConnected", answeredAt, endAt);
  closeCallback(script, customer, agent, times, endAt + random.int(400, 3_000));
}

interface CallbackTimes {
  readonly connectedAt: number;
  readonly from: number;
  readonly requestedAt: number;
  readonly routedAt: number;
}

function createCall(
  script: Script,
  customer: Communication,
  agent: Communication,
  at: number,
): { readonly call: Communication; readonly callee: Communication } {
  const callee = createCommunication(script.random, {
    mediaType: "call",
    purpose: "customer",
    name: "Caller",
    state: "dialing",
    startedAt: at,
    direction: "outbound",
    participantId: customer.participantId,
  });
  const call = createAgent(script, "call", {
    at,
    queueId: agent.queueId,
    customer: callee,
    state: "contacting",
    direction: "outbound",
    participantId: agent.participantId,
    ...(agent.userId !== undefined && { userId: agent.userId }),
  });
  return { call, callee };
}

/** The callback itself ends a little after its call. */
function closeCallback(
  script: Script,
  customer: Communication,
  agent: Communication,
  times: CallbackTimes,
  at: number,
): void {
  script.span(agent, "tTalk", times.connectedAt, at);
  script.fact(agent, "tTalkComplete", at - times.connectedAt, at);
  script.fact(agent, "tHandle", at - times.connectedAt, at);
  script.step(at + 2, () => [end(agent, at, "client")]);
  customer.plannedConnectAt = times.routedAt;
  leaveCustomer(script, customer, at, at + 2, false);
}
