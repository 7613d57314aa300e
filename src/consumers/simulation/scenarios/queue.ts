import { SHORT_ABANDON_MS } from "../centre";
import type { Communication } from "../communication";
import { connect, createCommunication, end, type Script } from "../script";
import { createAgent, join, type AgentSketch } from "./agents";

/** The customer's communication, connected from an instant on. */
export function createCustomer(script: Script, mediaType: Communication["mediaType"], at: number): Communication {
  const { random } = script;
  return createCommunication(random, {
    mediaType,
    purpose: "customer",
    name: `Caller ${String(random.int(1, 9999))}`,
    state: "connected",
    startedAt: at,
    connectedAt: at,
  });
}

/** The customer goes through a flow first; returns when it is left. */
export function playFlow(
  script: Script,
  customer: Communication,
  at: number,
): { readonly flow: Communication; readonly endAt: number } {
  const { random } = script;
  const startAt = at + random.int(20, 90);
  const purpose = customer.mediaType === "call" ? "ivr" : "workflow";
  const flow = createCommunication(random, {
    mediaType: customer.mediaType,
    purpose,
    name: "Main flow",
    state: "connected",
    startedAt: startAt,
    connectedAt: startAt,
    peerId: customer.communicationId,
  });
  script.step(startAt, () => {
    script.communications.push(customer, flow);
    return [customer, flow];
  });
  const endAt = startAt + random.int(3_000, 20_000);
  script.fact(customer, "nConnected", 1, at);
  if (purpose === "ivr") script.span(flow, "tIvr", startAt, endAt);
  return { flow, endAt };
}

/** A wait in a queue, from its entry. */
export interface Wait {
  readonly communication: Communication;
  readonly from: number;
  /** When a snapshot first shows it: nothing else may happen before. */
  readonly seenAt: number;
}

/** The customer enters a queue; `also` happens at the same time. */
export function enterQueue(
  script: Script,
  customer: Communication,
  after: number,
  queueId: string,
  also: (at: number) => readonly Communication[],
): Wait {
  const { random } = script;
  const from = after + random.int(28, 67);
  const seenAt = from + random.int(0, 15);
  const communication = createCommunication(random, {
    mediaType: customer.mediaType,
    purpose: "acd",
    name: "Queue",
    state: "connected",
    startedAt: from,
    connectedAt: from,
    queueId,
    peerId: customer.communicationId,
  });
  script.step(seenAt, () => {
    const others = also(from);
    script.communications.push(communication);
    return [...others, communication];
  });
  script.fact(communication, "nOffered", 1, from);
  return { communication, from, seenAt };
}

/** The customer gives up in the queue, sometimes while an agent is alerted. */
export function abandon(script: Script, customer: Communication, wait: Wait): void {
  const { random } = script;
  let at = wait.seenAt + random.int(1_000, 20_000);
  const agent = random.chance(40)
    ? createAgent(script, customer.mediaType, { at, queueId: wait.communication.queueId, customer })
    : undefined;
  if (agent !== undefined) {
    script.step(at, () => join(script, agent));
    const alertedAt = at;
    at += random.int(800, 5_000);
    script.span(agent, "tAlert", alertedAt, at);
  }
  const goneAt = at;
  leave(script, wait, goneAt, "tAbandon");
  if (goneAt - wait.from < SHORT_ABANDON_MS) script.span(wait.communication, "tShortAbandon", wait.from, goneAt);
  script.span(customer, "tConnected", customer.plannedConnectAt ?? goneAt, goneAt);
  script.step(goneAt + random.int(0, 20), () => [
    end(wait.communication, goneAt, "peer"),
    ...(agent === undefined ? [] : [end(agent, goneAt, "peer")]),
    end(customer, goneAt, "endpoint"),
  ]);
}

/** The truth of a wait that ended in some way. */
export function leave(script: Script, wait: Wait, at: number, outcome: "tAbandon" | "tFlowOut" | undefined): void {
  script.span(wait.communication, "tAcd", wait.from, at);
  script.span(wait.communication, "tWait", wait.from, at);
  if (outcome !== undefined) script.span(wait.communication, outcome, wait.from, at);
}

/** The queue gives the customer to a voicemail box. */
export function leaveVoicemail(script: Script, customer: Communication, wait: Wait): void {
  const { random } = script;
  const at = wait.seenAt + random.int(15_000, 60_000);
  leave(script, wait, at, "tFlowOut");
  const boxAt = at + random.int(1_200, 2_500);
  const box = createCommunication(random, {
    mediaType: customer.mediaType,
    purpose: "voicemail",
    name: "Voicemail",
    state: "connected",
    startedAt: boxAt,
    connectedAt: boxAt,
    peerId: customer.communicationId,
  });
  script.step(at, () => [end(wait.communication, at, "transfer")]);
  script.step(boxAt, () => join(script, box));
  const doneAt = boxAt + random.int(4_000, 60_000);
  script.span(box, "tVoicemail", boxAt, doneAt);
  script.span(customer, "tConnected", customer.plannedConnectAt ?? doneAt, doneAt);
  script.step(doneAt + 5, () => [end(box, doneAt, "peer"), end(customer, doneAt, "endpoint")]);
}

/** Alerts that nobody answers; returns when the next may begin. */
export function alertInVain(script: Script, customer: Communication, wait: Wait, from: number): number {
  const { random } = script;
  let at = from;
  for (let times = random.chance(70) ? 0 : random.int(1, 2); times > 0; times -= 1) {
    at += random.int(300, 3_000);
    const agent = createAgent(script, customer.mediaType, { at, queueId: wait.communication.queueId, customer });
    const alertedAt = at;
    script.step(alertedAt, () => join(script, agent));
    const isTimeout = random.chance(60);
    const endAt =
      alertedAt + (isTimeout ? (agent.alertingTimeoutMs ?? 0) + random.int(100, 200) : random.int(600, 7_000));
    script.span(agent, "tAlert", alertedAt, endAt);
    script.span(agent, "tNotResponding", alertedAt, endAt);
    script.fact(agent, isTimeout ? "nAlertTimedOut" : "nAlertRejected", 1, endAt);
    const isError = random.chance(4);
    if (isError) script.fact(agent, "nError", 1, endAt);
    const workEndAt = isTimeout && random.chance(5) ? endAt + random.int(4_000, 20_000) : undefined;
    at = endAt + random.int(0, 20);
    script.step(at, () => {
      agent.failed = isError;
      if (workEndAt !== undefined) agent.afterCallWork = { state: "pending", startedAt: endAt, endedAt: undefined };
      return [end(agent, endAt, isTimeout ? random.pick(["system", "transfer.noanswer"]) : "client")];
    });
    if (workEndAt === undefined) continue;
    script.span(agent, "tAcw", endAt, workEndAt);
    script.fact(agent, "tHandle", workEndAt - endAt, workEndAt);
    script.step(workEndAt + 7, () => {
      agent.afterCallWork = { state: "complete", startedAt: endAt, endedAt: workEndAt };
      return [agent];
    });
  }
  return at;
}

/** An agent is alerted and answers; returns the agent and when. */
export function answer(
  script: Script,
  customer: Communication,
  wait: Wait,
  from: number,
  who: Pick<AgentSketch, "participantId" | "userId" | "isAnother"> = {},
): { readonly agent: Communication; readonly connectedAt: number; readonly seenAt: number } {
  const { random } = script;
  const alertedAt = from + random.int(300, 2_500);
  const sketch = { at: alertedAt, queueId: wait.communication.queueId, customer, ...who };
  const agent = createAgent(script, customer.mediaType, sketch);
  script.step(alertedAt, () => join(script, agent));
  const connectedAt = alertedAt + random.int(700, 6_500);
  const leftAt = customer.mediaType === "callback" ? connectedAt : connectedAt + random.int(-43, 51);
  script.span(agent, "tAlert", alertedAt, connectedAt);
  leave(script, wait, leftAt, undefined);
  script.fact(agent, "tAnswered", leftAt - wait.from, connectedAt);
  if (leftAt <= connectedAt) {
    script.step(connectedAt, () => [end(wait.communication, leftAt, "transfer"), connect(agent, connectedAt)]);
    return { agent, connectedAt, seenAt: connectedAt };
  }
  script.step(connectedAt, () => [connect(agent, connectedAt)]);
  script.step(leftAt, () => [end(wait.communication, leftAt, "transfer")]);
  return { agent, connectedAt, seenAt: leftAt };
}
