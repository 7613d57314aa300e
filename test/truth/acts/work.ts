import type { Work } from "../life";
import { NAMED_SHAPES, SHAPES } from "../render/shapes";
import type { Act } from "../script";
import {
  agentAlerts,
  answers,
  customerConnects,
  customerLeaves,
  entersQueue,
  holdsSometimes,
  isServed,
  QUEUES,
  USERS,
  worksAfter,
  type WorkKind,
} from "./pieces";

/** After-call work in each way that it is shown: announced or not, dated or by its code alone, skipped, edited. */
export const afterCallWork: Act = {
  title: "after-call work: announced, unannounced, skipped, timed out, edited",
  shapes: SHAPES,
  isWhole: true,
  play(script) {
    const { random } = script;
    const customer = customerConnects(script, random.pick(["call", "chat", "email"]), script.startAt);
    script.workAt = random.pick(["communication", "participant"]);
    const limits = random.pick([
      { wrapupPrompt: "timeout", wrapupTimeoutMs: 60_000 },
      { wrapupPrompt: "optional" },
      { wrapupPrompt: "mandatory" },
    ]);
    const { agent, from } = isServed(script, customer, script.startAt + 300, { limits });
    const endAt = holdsSometimes(script, agent, from) + random.int(5_000, 90_000);
    agent.ends(endAt, "client");
    customerLeaves(customer, endAt + 9);
    const isTimed = limits.wrapupTimeoutMs !== undefined;
    const kind = random.pick<WorkKind>(isTimed ? ["done", "timedOut"] : ["done", "skipped", "none"]);
    worksAfter(script, agent, kind, kind === "done" ? detailsOf(script, endAt) : {});
  },
};

function detailsOf(script: Parameters<Act["play"]>[0], endedAt: number): Partial<Work> & { announced?: boolean } {
  const { random } = script;
  const announced = random.chance(50);
  const style = random.chance(70) ? "dates" : "code";
  const startAt = style === "dates" && random.chance(20) ? endedAt + random.int(60, 1_006) : endedAt;
  const endAt = startAt + (announced ? random.int(5_000, 50_000) : random.int(5_000, 1_200_000));
  const edited = random.chance(20)
    ? { endAt: endAt + random.int(1_000, 6_000), seenAt: endAt + random.int(8_000, 20_000) }
    : undefined;
  const provisionalAt = announced && random.chance(20) ? endedAt + 2_000 : undefined;
  return { announced, style, startAt, endAt, edited, provisionalAt };
}

/** One participant, several sessions, whose after-call work stands at the participant. */
export const workOfSessions: Act = {
  title: "after-call work at the participant, of several sessions",
  shapes: NAMED_SHAPES,
  isWhole: true,
  play(script) {
    const { random } = script;
    script.workAt = "participant";
    const customer = customerConnects(script, "message", script.startAt);
    const participantId = random.uuid();
    const limits = { wrapupPrompt: "optional" };
    let at = script.startAt + 100;
    for (let times = random.int(2, 4); times > 0; times -= 1) {
      const wait = entersQueue(script, customer, at, QUEUES[0]);
      const agent = agentAlerts(script, wait, at + 900, { participantId, limits, userId: USERS[0] });
      const from = at + random.int(2_000, 9_000);
      answers(agent, wait, from, random.int(-43, 50));
      agent.ends(holdsSometimes(script, agent, from, 1) + random.int(3_000, 60_000), "client");
      const style = random.chance(60) ? "dates" : "code";
      at = worksAfter(script, agent, random.pick(["done", "done", "none"]), { style, announced: random.chance(60) });
      at += random.int(200, 600_000);
    }
    customerLeaves(customer, at);
  },
};
