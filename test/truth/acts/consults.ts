import type { Communication, Sketch } from "../communication";
import { SHAPES } from "../render/shapes";
import type { Act, Script } from "../script";
import {
  agentAlerts,
  answers,
  customerConnects,
  holdsSometimes,
  isServed,
  limitsFor,
  QUEUES,
  worksAfter,
  workFor,
} from "./pieces";

/** Whom an agent consults: directly, through a flow, through a queue, or outside the centre. */
type Way = "agent" | "user" | "flow" | "queue" | "outside";

/** An agent consults somebody during a call; it is cancelled, given over, or becomes a conference. */
export const consults: Act = {
  title: "consults, cancelled, transferred and conferenced, through flows, queues and outside",
  shapes: SHAPES,
  isWhole: true,
  play(script) {
    const { random } = script;
    const customer = customerConnects(script, "call", script.startAt);
    const { agent, from } = isServed(script, customer, script.startAt + 200);
    let at = holdsSometimes(script, agent, from, 1) + random.int(5_000, 30_000);
    if (random.chance(30)) at = cancels(script, agent, at) + random.int(2_000, 9_000);
    const end = random.pick([cancels, transfers, conferences]);
    const overAt = end(script, agent, at, customer);
    if (agent.ended === undefined) agent.ends(overAt + random.int(2_000, 40_000), "client");
    if (customer.ended === undefined) customer.ends((agent.ended?.at ?? overAt) + 10, "peer");
    worksAfter(script, agent, workFor(script, agent));
  },
};

/** Somebody is reached; returns the communication that talks, and when it is connected. */
function reaches(
  script: Script,
  giver: Communication,
  at: number,
  way: Way,
): { readonly target: Communication; readonly from: number } {
  giver.consults.push(at);
  return begins(script, at, way);
}

function begins(script: Script, at: number, way: Way): { readonly target: Communication; readonly from: number } {
  const { random } = script;
  const call = (purpose: string, more: Partial<Sketch> = {}): Sketch => ({ mediaType: "call", purpose, ...more });
  switch (way) {
    case "agent":
    case "user": {
      const from = at + random.int(1_000, 9_000);
      const sketch = call(way, { userId: "colleague", limits: limitsFor(random) });
      return { target: script.begin(sketch, at).alerts(at).connects(from), from };
    }
    case "outside": {
      const from = at + random.int(2_000, 12_000);
      const target = script
        .begin(call("external", { direction: "outbound" }), at)
        .enters("dialing", at)
        .connects(from);
      return { target, from };
    }
    case "flow": {
      const flowEnd = at + random.int(2_000, 9_000);
      script.begin(call("ivr"), at).connects(at).ends(flowEnd, "transfer");
      return begins(script, flowEnd + random.int(20, 60), "queue");
    }
    case "queue": {
      const wait = script.begin(call("acd", { queueId: random.pick(QUEUES) }), at).connects(at);
      const alertAt = at + random.int(1_000, 9_000);
      const target = agentAlerts(script, wait, alertAt, { userId: "colleague" });
      const from = alertAt + random.int(900, 5_000);
      answers(target, wait, from, random.int(-43, 50));
      return { target, from };
    }
  }
}

const WAYS: readonly Way[] = ["agent", "user", "flow", "queue", "outside"];

/** The consult is cancelled, or nobody answers it; the giver goes on. Returns when it is over. */
function cancels(script: Script, giver: Communication, at: number): number {
  const { random } = script;
  if (random.chance(25)) {
    giver.consults.push(at);
    const sketch: Sketch = { mediaType: "call", purpose: "agent", userId: "colleague", limits: limitsFor(random) };
    const goneAt = at + random.int(2_000, 9_000);
    script
      .begin(sketch, at)
      .alerts(at)
      .ends(goneAt, random.pick(["peer", "client"]));
    return goneAt;
  }
  const { target, from } = reaches(script, giver, at, random.pick(WAYS));
  const endAt = from + random.int(3_000, 40_000);
  target.ends(endAt, "peer");
  worksAfter(script, target, target.sketch.purpose === "agent" ? workFor(script, target) : "none");
  return endAt;
}

/** The giver leaves the customer to the target. Returns when all is over. */
function transfers(script: Script, giver: Communication, at: number, customer: Communication): number {
  const { random } = script;
  const { target, from } = reaches(script, giver, at, random.pick(WAYS));
  const givenAt = from + random.int(3_000, 40_000);
  giver.ends(givenAt, random.pick(["transfer.consult", "transfer"]));
  giver.transfer = "consult";
  const endAt = givenAt + random.int(5_000, 90_000);
  target.ends(endAt, "client");
  worksAfter(script, target, target.sketch.purpose === "agent" ? workFor(script, target) : "none");
  customer.ends(endAt + 10, "peer");
  return endAt;
}

/** All three talk; the target leaves first or last. Returns when the target has left. */
function conferences(script: Script, giver: Communication, at: number, customer: Communication): number {
  const { random } = script;
  const { target, from } = reaches(script, giver, at, random.pick(WAYS));
  const endAt = from + random.int(20_000, 90_000);
  const isTargetLast = random.chance(50);
  target.ends(endAt, isTargetLast ? "peer" : "client");
  worksAfter(script, target, target.sketch.purpose === "agent" ? workFor(script, target) : "none");
  if (!isTargetLast) return endAt;
  giver.ends(endAt - random.int(1_000, 9_000), "client");
  customer.ends(endAt + 10, "peer");
  return endAt;
}
