import type { Communication } from "../communication";
import { DATED_FLAT_SHAPES, NAMED_SHAPES, SHAPES } from "../render/shapes";
import type { Act, Script } from "../script";
import {
  agentAlerts,
  answers,
  customerConnects,
  entersQueue,
  holdsSometimes,
  QUEUES,
  USERS,
  worksAfter,
  workFor,
} from "./pieces";

/** Agents who are alerted in vain, each time as a new participant, then one who answers or none. */
export const newParticipants: Act = {
  title: "alerts again and again, each a new participant",
  shapes: SHAPES,
  isWhole: true,
  play: (script) => alertsAgain(script, () => undefined),
};

/** The same agent's participant is alerted again, by a date of the platform's after its end. */
export const sameParticipant: Act = {
  title: "alerts again of one participant, dated after its end",
  shapes: [...DATED_FLAT_SHAPES, ...NAMED_SHAPES],
  isWhole: true,
  play(script) {
    const participantId = script.random.uuid();
    alertsAgain(script, () => participantId);
  },
};

function alertsAgain(script: Script, participantOf: () => string | undefined): void {
  const { random } = script;
  const customer = customerConnects(script, random.pick(["call", "chat", "message"]), script.startAt);
  const wait = entersQueue(script, customer, script.startAt + 200, random.pick(QUEUES));
  const userId = random.pick(USERS);
  let at = script.startAt + 300;
  for (let times = random.int(1, 4); times > 0; times -= 1) at = inVain(script, wait, at, userId, participantOf());
  if (random.chance(20)) {
    const goneAt = at + random.int(1_000, 9_000);
    wait.ends(goneAt, "peer");
    wait.outcome = "abandoned";
    customer.ends(goneAt + 5, "endpoint");
    return;
  }
  const alertAt = at + random.int(300, 3_000);
  const agent = agentAlerts(script, wait, alertAt, { userId, participantId: participantOf() });
  const from = alertAt + random.int(900, 7_000);
  answers(agent, wait, from, random.int(-43, 50));
  const endAt = Math.max(holdsSometimes(script, agent, from), from) + random.int(1_000, 90_000);
  agent.ends(endAt, "client");
  customer.ends(endAt + 10, "peer");
  worksAfter(script, agent, workFor(script, agent));
}

/** An alert that nobody answers: a time-out of the platform's inexact timer, a reject, an error. */
function inVain(
  script: Script,
  wait: Communication,
  from: number,
  userId: string,
  participantId: string | undefined,
): number {
  const { random } = script;
  const at = from + random.int(300, 4_000);
  const agent = agentAlerts(script, wait, at, { userId, participantId });
  const limitMs = agent.sketch.limits?.alertingTimeoutMs ?? 30_000;
  const isTimeout = random.chance(60);
  const endAt = at + (isTimeout ? limitMs + random.int(100, 200) : random.int(600, 7_000));
  agent.ends(
    endAt,
    isTimeout ? random.pick(["system", "transfer.noanswer", "timeout"]) : random.pick(["client", "error"]),
  );
  agent.failed = agent.ended?.disconnectType === "error";
  const isNext = participantId === undefined;
  if (isNext && random.chance(20)) worksAfter(script, agent, "done");
  return endAt + 60;
}
