import type { Communication } from "../communication";
import { SHAPES } from "../render/shapes";
import type { Act, Script } from "../script";
import {
  agentAlerts,
  answers,
  customerConnects,
  entersQueue,
  holdsSometimes,
  limitsFor,
  QUEUES,
  USERS,
  worksAfter,
  workFor,
} from "./pieces";

/** Who answered: clocks apart, queues that differ or are not said, customers who leave, queues that hand on. */
export const waits: Act = {
  title: "waits in queues that are answered by other clocks, given up or handed on",
  shapes: SHAPES,
  isWhole: true,
  play(script) {
    const { random } = script;
    const customer = customerConnects(script, random.pick(["call", "chat", "message"]), script.startAt);
    let wait = entersQueue(script, customer, script.startAt + random.int(50, 900), random.pick(QUEUES));
    for (let times = random.int(0, 2); times > 0; times -= 1) wait = handsOn(script, customer, wait);
    random.pick([givesUp, isAnswered, isAnswered, leavesVoicemail])(script, customer, wait);
  },
};

/** The queue hands on to another. */
function handsOn(script: Script, customer: Communication, wait: Communication): Communication {
  const { random } = script;
  const at = wait.begunAt + random.int(10_000, 60_000);
  wait.ends(at, "transfer");
  wait.outcome = "flowOut";
  return entersQueue(script, customer, at + random.int(0, 60), random.pick(QUEUES));
}

function givesUp(script: Script, customer: Communication, wait: Communication): void {
  const { random } = script;
  const at = wait.begunAt + random.pick([random.int(400, 4_900), random.int(5_100, 90_000)]);
  if (random.chance(50)) agentAlerts(script, wait, at - random.int(100, 300)).ends(at, "peer");
  wait.ends(at, "peer");
  wait.outcome = "abandoned";
  customer.ends(at + random.int(0, 20), "endpoint");
}

function leavesVoicemail(script: Script, customer: Communication, wait: Communication): void {
  const { random } = script;
  const at = wait.begunAt + random.int(10_000, 60_000);
  wait.ends(at, "transfer");
  wait.outcome = "flowOut";
  const boxAt = at + random.int(1_200, 2_500);
  const { mediaType } = customer.sketch;
  const endAt = boxAt + random.int(3_000, 60_000);
  script.begin({ mediaType, purpose: "voicemail", peer: customer }, boxAt).connects(boxAt).ends(endAt, "peer");
  customer.ends(endAt + random.int(0, 20), "endpoint");
}

/** Clocks are up to some seconds apart; the agent's queue may be another or none. */
function isAnswered(script: Script, customer: Communication, wait: Communication): void {
  const { random } = script;
  const alertAt = wait.begunAt + random.int(9_000, 30_000);
  const queueId = random.chance(50) ? wait.sketch.queueId : random.chance(50) ? undefined : random.pick(QUEUES);
  const agent = agentAlerts(script, wait, alertAt, {
    ...{ queueId, userId: random.pick(USERS), limits: limitsFor(random) },
    peer: random.chance(70) ? customer : undefined,
  });
  const from = alertAt + random.int(900, 7_000);
  answers(agent, wait, from, random.pick([random.int(-43, 50), random.int(-4_000, 5_000)]));
  const endAt = Math.max(holdsSometimes(script, agent, from), from + 6_000) + random.int(1_000, 90_000);
  agent.ends(endAt, random.pick(["client", "peer"]));
  customer.ends(endAt + random.int(0, 20), "peer");
  worksAfter(script, agent, workFor(script, agent));
}
