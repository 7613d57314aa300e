import type { AgentLimits, Communication } from "../communication";
import { NAMED_SHAPES, SHAPES, datesAlerts, type Shape } from "../render/shapes";
import type { Act, Script } from "../script";
import {
  agentAlerts,
  answers,
  customerConnects,
  customerLeaves,
  entersQueue,
  holdsSometimes,
  limitsFor,
  QUEUES,
  USERS,
  worksAfter,
  workFor,
} from "./pieces";

const LIMITS: readonly AgentLimits[] = [
  { alertingTimeoutMs: 30_000, wrapupPrompt: "timeout", wrapupTimeoutMs: 90_000 },
  { alertingTimeoutMs: 9_000, wrapupPrompt: "forcedTimeout", wrapupTimeoutMs: 5_000 },
  { alertingTimeoutMs: 15_000, wrapupPrompt: "optional" },
];

/** A message that one agent participant takes up again and again, by other queues, under other limits. */
export const consecutiveSessions: Act = {
  title: "several sessions of one participant, one after another, each with its own queue, user and limits",
  shapes: SHAPES.filter((shape) => shape !== "mixed"),
  isWhole: true,
  play(script) {
    const { random } = script;
    const customer = customerConnects(script, "message", script.startAt);
    script.workAt = random.pick(["communication", "participant"]);
    const participantId = random.uuid();
    let at = script.startAt + random.int(100, 900);
    for (let times = random.int(2, 4); times > 0; times -= 1) {
      const agent = takesUp(script, customer, at, participantId);
      const from = agent.connected?.at ?? at;
      const endAt = holdsSometimes(script, agent, from, 1) + random.int(5_000, 200_000);
      const isGiven = times > 1 && random.chance(50);
      agent.ends(endAt, isGiven ? "transfer" : "client");
      if (isGiven) agent.transfer = "blind";
      const idleAt = worksAfter(script, agent, isGiven ? "none" : workFor(script, agent));
      at = isGiven ? endAt + random.int(28, 67) : idleAt + random.int(2_000, 3_600_000);
    }
    customerLeaves(customer, at + 1_000);
  },
};

function takesUp(script: Script, customer: Communication, at: number, participantId: string): Communication {
  const { random } = script;
  const wait = entersQueue(script, customer, at, random.pick(QUEUES));
  const alertAt = at + random.int(300, 5_000);
  const isAgain = script.communications.some((one) => one.participantId === participantId);
  const userId = random.chance(70) ? USERS[0] : random.pick(USERS);
  const agent = agentAlerts(script, wait, alertAt, { participantId, userId, limits: random.pick(LIMITS) });
  if (isAgain && isUnnamed(script.shape) && !datesAlerts(script.shape)) agent.unknown.add("tAlert");
  answers(agent, wait, alertAt + random.int(700, 4_000), random.int(-43, 50));
  return agent;
}

function isUnnamed(shape: Shape): boolean {
  return !NAMED_SHAPES.includes(shape);
}

/** The same, where a session begins while another goes on. */
export const sessionsAtOnce: Act = {
  title: "several sessions of one participant at once",
  shapes: NAMED_SHAPES,
  isWhole: true,
  play(script) {
    const { random } = script;
    const participantId = random.uuid();
    const customer = customerConnects(script, "message", script.startAt);
    const userId = random.pick(USERS);
    const isOneQueue = random.chance(50);
    const queueId = random.pick(QUEUES);
    let at = script.startAt + 1_000;
    const sessions = Array.from({ length: random.int(2, 3) }, (_, index) => {
      at += random.int(15_000, 40_000);
      const wait = entersQueue(script, customer, at, isOneQueue ? queueId : (QUEUES[index] ?? queueId));
      const agent = agentAlerts(script, wait, at + 900, { participantId, userId, limits: limitsFor(random) });
      answers(agent, wait, at + random.int(2_000, 9_000), random.int(-43, 50));
      return agent;
    });
    const overlapAt = script.startAt + 150_000;
    const ends = sessions.map((agent) => {
      const at =
        Math.max(overlapAt, holdsSometimes(script, agent, agent.connected?.at ?? 0, 1)) + random.int(1_000, 90_000);
      agent.ends(at, random.pick(["client", "peer"]));
      return worksAfter(script, agent, random.pick(["done", "none", "skipped"]));
    });
    customerLeaves(customer, Math.max(...ends) + 1_000);
  },
};
