import type { Communication } from "../communication";
import { connect, end, unhold, type Script } from "../script";
import { createAgent, join } from "./agents";
import {
  abandon,
  alertInVain,
  answer,
  createCustomer,
  enterQueue,
  leave,
  leaveVoicemail,
  playFlow,
  type Wait,
} from "./queue";
import { oweWork, playAfterCallWork, playSupervisor, playTalk } from "./talk";

/** A customer calls, chats or writes: a flow, a queue, agents, holds, transfers, after-call work; or gives up. */
export function playInbound(script: Script, mediaType: "call" | "chat" | "message", at: number): void {
  const { random, centre } = script;
  const customer = createCustomer(script, mediaType, at);
  const { flow, endAt } = playFlow(script, customer, at);
  const wait = enterQueue(script, customer, endAt, random.pick(centre.queueIds), () => [end(flow, endAt, "transfer")]);
  if (random.chance(7)) return abandon(script, customer, wait);
  if (mediaType === "call" && random.chance(3)) return leaveVoicemail(script, customer, wait);
  serve(script, customer, random.chance(4) ? overflow(script, customer, wait) : wait, 0);
}

/** The queue gives the customer to another queue. */
function overflow(script: Script, customer: Communication, wait: Wait): Wait {
  const at = wait.seenAt + script.random.int(10_000, 40_000);
  leave(script, wait, at, "tFlowOut");
  return enterQueue(script, customer, at, script.random.pick(script.centre.queueIds), () => [
    end(wait.communication, at, "transfer"),
  ]);
}

/** Agents are alerted until one answers; then the talk, and where it is given on to. */
export function serve(script: Script, customer: Communication, wait: Wait, transfers: number): void {
  const from = alertInVain(script, customer, wait, wait.seenAt);
  const { agent, connectedAt, seenAt } = answer(script, customer, wait, from);
  playAgentTalk(script, customer, { agent, connectedAt, from: seenAt, effortMs: 0 }, transfers);
}

/** An agent works with the customer, then ends it or gives it on. */
export function playAgentTalk(
  script: Script,
  customer: Communication,
  start: {
    readonly agent: Communication;
    readonly connectedAt: number;
    readonly from: number;
    readonly effortMs: number;
  },
  transfers: number,
): void {
  const { random } = script;
  const { agent, connectedAt, from } = start;
  const holdsMax = agent.mediaType === "chat" ? 20 : 3;
  const { endAt, handleMs } = playTalk(script, { ...start, holdsMax });
  if (agent.mediaType === "call" && random.chance(5)) playSupervisor(script, agent, from, endAt);
  const onward = transfers > 0 || !random.chance(14) ? "none" : chooseOnward(script, agent, connectedAt, endAt);
  playAfterCallWork(script, agent, endAt, handleMs);
  const isError = random.chance(6);
  if (isError) script.fact(agent, "nError", 1, endAt);
  const byCustomer = random.chance(55);
  const how =
    onward === "none"
      ? byCustomer
        ? "peer"
        : "client"
      : onward === "consult" && random.chance(50)
        ? "transfer.consult"
        : "transfer";
  const seenEndAt = endAt + random.int(1, 18);
  const staysHeld = random.chance(50);
  const target = onward === "consult" ? consult(script, customer, agent, connectedAt, endAt) : undefined;
  script.step(seenEndAt, () => {
    agent.failed = isError;
    if (!staysHeld) unhold(agent, endAt);
    oweWork(script, agent, endAt);
    return [end(agent, endAt, how)];
  });
  if (onward === "blind") return giveOn(script, customer, agent, endAt, seenEndAt, transfers);
  if (target !== undefined)
    return playAgentTalk(script, customer, { ...target, from: seenEndAt, effortMs: 0 }, transfers + 1);
  leaveCustomer(script, customer, endAt, seenEndAt, byCustomer);
}

function chooseOnward(
  script: Script,
  agent: Communication,
  connectedAt: number,
  endAt: number,
): "none" | "blind" | "consult" {
  const isLong = endAt - connectedAt > 25_000;
  return agent.mediaType === "call" && isLong && script.random.chance(40) ? "consult" : "blind";
}

function giveOn(
  script: Script,
  customer: Communication,
  agent: Communication,
  endAt: number,
  seenEndAt: number,
  transfers: number,
): void {
  script.fact(agent, "nTransferred", 1, endAt);
  script.fact(agent, "nBlindTransferred", 1, endAt);
  const wait = enterQueue(script, customer, seenEndAt, script.random.pick(script.centre.queueIds), () => []);
  serve(script, customer, wait, transfers + 1);
}

/** The giver asks another agent in before giving on. No hold is made by that. */
function consult(
  script: Script,
  customer: Communication,
  giver: Communication,
  connectedAt: number,
  endAt: number,
): { readonly agent: Communication; readonly connectedAt: number } {
  const { random } = script;
  const alertedAt = endAt - random.int(12_000, 20_000);
  const answeredAt = alertedAt + random.int(1_500, 5_000);
  const agent = createAgent(script, giver.mediaType, { at: alertedAt, queueId: undefined, customer, isAnother: true });
  script.step(alertedAt, () => join(script, agent));
  script.step(answeredAt, () => [connect(agent, answeredAt)]);
  script.span(agent, "tAlert", alertedAt, answeredAt);
  script.fact(giver, "nConsult", 1, Math.max(alertedAt, connectedAt));
  script.fact(giver, "nTransferred", 1, endAt);
  script.fact(giver, "nConsultTransferred", 1, endAt);
  return { agent, connectedAt: answeredAt };
}

/** The customer's communication ends last, seen a little after the agent's. */
export function leaveCustomer(
  script: Script,
  customer: Communication,
  endAt: number,
  seenEndAt: number,
  byCustomer: boolean,
): void {
  const { random } = script;
  const goneAt = byCustomer ? endAt - random.int(0, 60) : endAt + random.int(10, 400);
  script.span(customer, "tConnected", customer.plannedConnectAt ?? goneAt, goneAt);
  script.step(Math.max(goneAt, seenEndAt) + random.int(1, 40), () => [
    end(customer, goneAt, byCustomer ? "endpoint" : "peer"),
  ]);
}
