import type { Communication } from "../communication";
import { connect, createCommunication, end, type Script } from "../script";
import { createAgent, join } from "./agents";
import { alertInVain, answer, createCustomer, enterQueue } from "./queue";
import { leaveCustomer, playAgentTalk } from "./inbound";
import { playAfterCallWork, oweWork } from "./talk";

/** An agent calls a customer. */
export function playOutbound(script: Script, at: number): void {
  const { random, centre } = script;
  const customer = createCommunication(random, {
    mediaType: "call",
    purpose: "customer",
    name: "Callee",
    state: "dialing",
    startedAt: at,
    direction: "outbound",
  });
  const agent = createAgent(script, "call", {
    at,
    queueId: random.pick(centre.queueIds),
    customer,
    state: "contacting",
    direction: "outbound",
  });
  script.step(at, () => [...join(script, agent), ...join(script, customer)]);
  const { answeredAt, effortMs } = playDialling(script, agent, customer, at);
  playAgentTalk(script, customer, { agent, connectedAt: answeredAt, from: answeredAt, effortMs }, 1);
}

/** Contacting, dialling, the answer; with their truth. */
export function playDialling(
  script: Script,
  agent: Communication,
  customer: Communication,
  at: number,
): { readonly answeredAt: number; readonly effortMs: number } {
  const { random } = script;
  const dialAt = at + random.int(200, 2_500);
  const answeredAt = dialAt + random.int(3_000, 20_000);
  script.fact(agent, "nOutbound", 1, dialAt);
  script.span(agent, "tContacting", at, dialAt);
  script.span(agent, "tDialing", dialAt, answeredAt);
  script.fact(customer, "nConnected", 1, answeredAt);
  script.step(dialAt, () => {
    agent.state = "dialing";
    return [agent];
  });
  script.step(answeredAt, () => [connect(agent, answeredAt), connect(customer, answeredAt)]);
  customer.plannedConnectAt = answeredAt;
  return { answeredAt, effortMs: answeredAt - at };
}

/** A shared browser: no queue, no hold. */
export function playCobrowse(script: Script, at: number): void {
  const { random } = script;
  const customer = createCustomer(script, "cobrowse", at);
  script.fact(customer, "nConnected", 1, at);
  script.step(at, () => join(script, customer));
  const joinedAt = at + random.int(500, 8_000);
  const user = script.someone();
  const agent = createCommunication(random, {
    mediaType: "cobrowse",
    purpose: "agent",
    name: user.name,
    userId: user.id,
    state: "connected",
    startedAt: joinedAt,
    connectedAt: joinedAt,
    wrapupPrompt: "optional",
  });
  script.step(joinedAt, () => join(script, agent));
  const endAt = joinedAt + random.int(10_000, 300_000);
  script.span(agent, "tTalk", joinedAt, endAt);
  script.fact(agent, "tTalkComplete", endAt - joinedAt, endAt);
  script.fact(agent, "tHandle", endAt - joinedAt, endAt);
  script.span(customer, "tConnected", at, endAt);
  script.step(endAt, () => [end(agent, endAt, "client"), end(customer, endAt, "peer")]);
}

/** How often at least and at most it is parked. */
const PARKINGS = { message: [1, 3], email: [2, 2] } as const;

/** A message or an email that an agent parks and resumes. */
export function playParked(script: Script, mediaType: keyof typeof PARKINGS, at: number): void {
  const { random, centre } = script;
  const customer = createCustomer(script, mediaType, at);
  script.fact(customer, "nConnected", 1, at);
  script.step(at, () => join(script, customer));
  const wait = enterQueue(script, customer, at, random.pick(centre.queueIds), () => []);
  const { agent, connectedAt, seenAt } = answer(
    script,
    customer,
    wait,
    alertInVain(script, customer, wait, wait.seenAt),
  );
  let talkFrom = connectedAt;
  let talkMs = 0;
  let parkedMs = 0;
  let now = seenAt;
  const [least, most] = PARKINGS[mediaType];
  for (let left = random.int(least, most); left > 0; left -= 1) {
    const parkAt = now + random.int(2_000, 60_000);
    const backAt = parkAt + random.int(60_000, 3_600_000);
    script.span(agent, "tTalk", talkFrom, parkAt);
    script.span(agent, "tPark", parkAt, backAt);
    talkMs += parkAt - talkFrom;
    parkedMs += backAt - parkAt;
    script.step(parkAt + 3, () => {
      agent.state = "parked";
      agent.parkedAt = parkAt;
      agent.resumeAt = backAt + 1_000;
      return [agent];
    });
    script.step(backAt, () => {
      agent.state = "connected";
      agent.parkedMs += backAt - parkAt;
      return [agent];
    });
    talkFrom = backAt;
    now = backAt;
  }
  const endAt = now + random.int(2_000, 60_000);
  script.span(agent, "tTalk", talkFrom, endAt);
  script.fact(agent, "tTalkComplete", talkMs + endAt - talkFrom, endAt);
  script.fact(agent, "tParkComplete", parkedMs, endAt);
  playAfterCallWork(script, agent, endAt, endAt - connectedAt - parkedMs);
  script.step(endAt + 9, () => {
    oweWork(script, agent, endAt);
    return [end(agent, endAt, "client")];
  });
  leaveCustomer(script, customer, endAt, endAt + 9, false);
}
