import type { Random } from "../../../src/consumers/simulation/random";
import type { AgentLimits, Communication, Sketch } from "../communication";
import type { Medium, Work } from "../life";
import type { Script } from "../script";

/** The pieces of which conversations are made: a customer, a wait, an agent who answers, after-call work. */

/** Some ids of a centre. */
export const QUEUES = ["queue-1", "queue-2", "queue-3"] as const;
export const USERS = ["user-1", "user-2", "user-3", "user-4"] as const;

/** A customer who is connected at once. */
export function customerConnects(script: Script, mediaType: Medium, at: number): Communication {
  return script.begin({ mediaType, purpose: "customer" }, at).connects(at);
}

/** A wait in a queue, from its entry on. */
export function entersQueue(script: Script, customer: Communication, at: number, queueId: string): Communication {
  const { mediaType } = customer.sketch;
  return script.begin({ mediaType, purpose: "acd", queueId, peer: customer }, at).connects(at);
}

/** Limits that an agent works under. */
export function limitsFor(random: Random): AgentLimits {
  const wrapupPrompt = random.pick(["timeout", "optional", "mandatory", "agentRequested", "forcedTimeout"] as const);
  const isTimed = wrapupPrompt !== "optional" && wrapupPrompt !== "mandatory";
  return {
    alertingTimeoutMs: random.pick([8_000, 15_000, 30_000]),
    wrapupPrompt,
    wrapupTimeoutMs: isTimed ? random.pick([30_000, 60_000, 120_000]) : undefined,
  };
}

/** An agent whom a wait is offered to. */
export function agentAlerts(
  script: Script,
  wait: Communication,
  at: number,
  more: Partial<Sketch> = {},
): Communication {
  const { mediaType, queueId, peer } = wait.sketch;
  const sketch: Sketch = {
    ...{ mediaType, queueId, peer, purpose: "agent" },
    userId: script.random.pick(USERS),
    limits: limitsFor(script.random),
    ...more,
  };
  return script.begin(sketch, at).alerts(at);
}

/** The agent answers: the queue's clock says so a little before or after the agent's. */
export function answers(agent: Communication, wait: Communication, at: number, skewMs = 0): void {
  agent.connects(at);
  agent.answers = wait;
  wait.answeredBy = agent;
  wait.ends(at + skewMs, "transfer");
  wait.outcome = "answered";
}

/** A wait, an alert and an answer, as they mostly are. Returns the agent's communication. */
export function isServed(
  script: Script,
  customer: Communication,
  at: number,
  more: Partial<Sketch> = {},
): { readonly agent: Communication; readonly wait: Communication; readonly from: number } {
  const { random } = script;
  const wait = entersQueue(script, customer, at, more.queueId ?? random.pick(QUEUES));
  const alertAt = at + random.int(1_500, 20_000);
  const agent = agentAlerts(script, wait, alertAt, more);
  const from = alertAt + random.int(900, 7_000);
  answers(agent, wait, from, random.int(-43, 50));
  return { agent, wait, from };
}

/** Some holds within a talk; returns when the last is over. */
export function holdsSometimes(script: Script, agent: Communication, from: number, most = 2): number {
  const { random } = script;
  let at = from;
  for (let times = random.int(0, most); times > 0; times -= 1) {
    const start = at + random.int(2_000, 40_000);
    const end = start + random.int(1_000, 60_000);
    agent.holds(start, end, { dated: random.chance(80) });
    at = end;
  }
  return at;
}

/** How after-call work goes: `done` at some length, `timedOut`, `skipped`, or none. */
export type WorkKind = "done" | "timedOut" | "skipped" | "none";

/** After-call work of a communication that has ended; returns when the last of it is seen. */
export function worksAfter(
  script: Script,
  agent: Communication,
  kind: WorkKind,
  more: Partial<Work> & { readonly announced?: boolean } = {},
): number {
  const { random } = script;
  const { ended, sketch } = agent;
  if (ended === undefined || kind === "none") return ended?.seenAt ?? agent.begunAt;
  const { announced = true, ...rest } = more;
  const limitMs = sketch.limits?.wrapupTimeoutMs ?? 60_000;
  const lengthMs = kind === "timedOut" ? limitMs + random.int(0, 60) : random.int(2_000, limitMs - 1_000);
  const startAt = rest.startAt ?? ended.at;
  const endAt = rest.endAt ?? startAt + lengthMs;
  const doneAt =
    (kind === "skipped" ? ended.seenAt + random.int(1_000, 9_000) : Math.max(endAt, ended.seenAt)) + random.int(1, 150);
  const pendingAt = announced ? ended.seenAt : undefined;
  agent.works({
    style: "dates",
    ...rest,
    kind: kind === "skipped" ? "skipped" : "done",
    startAt,
    endAt,
    pendingAt,
    doneAt,
  });
  return rest.edited?.seenAt ?? doneAt;
}

/** Any kind of after-call work that fits the limits of the agent. */
export function workFor(script: Script, { sketch }: Communication): WorkKind {
  const { random } = script;
  const isTimed = sketch.limits?.wrapupTimeoutMs !== undefined;
  return random.pick(isTimed ? ["done", "timedOut", "done", "none"] : ["done", "skipped", "none"]);
}

/** The customer leaves, and the conversation is over. */
export function customerLeaves(customer: Communication, at: number): void {
  customer.ends(at, "peer");
}
