import type { Communication } from "../communication";
import { SHAPES } from "../render/shapes";
import type { Act, Script } from "../script";
import { customerConnects, holdsSometimes, isServed, worksAfter, workFor } from "./pieces";

/** A call whose recording is in secure pause now and then, once up to the end. */
export const securePauses: Act = {
  title: "secure pauses",
  shapes: SHAPES,
  isWhole: true,
  play(script) {
    const { random } = script;
    const customer = customerConnects(script, "call", script.startAt);
    const { agent, from } = isServed(script, customer, script.startAt + 200);
    let at = from;
    const times = random.int(1, 3);
    for (let index = 0; index < times; index += 1) {
      const start = at + random.int(1_000, 30_000);
      at = start + random.int(2_000, 400_000);
      const isOpen = index === times - 1 && random.chance(25);
      agent.pausesRecording(start, isOpen ? undefined : at);
      if (!isOpen && random.chance(50)) agent.holds(start + 400, at - 400);
    }
    finish(script, customer, agent, at);
  },
};

/** Somebody listens to a call, coaches, barges in, and leaves before or after its agent. */
export const supervision: Act = {
  title: "monitoring, coaching and barging",
  shapes: SHAPES,
  isWhole: true,
  play(script) {
    const { random } = script;
    const customer = customerConnects(script, "call", script.startAt);
    const { agent, from } = isServed(script, customer, script.startAt + 200);
    const endAt = holdsSometimes(script, agent, from) + random.int(120_000, 300_000);
    for (let times = random.int(1, 2); times > 0; times -= 1) supervise(script, agent, from, endAt);
    finish(script, customer, agent, endAt);
  },
};

function supervise(script: Script, agent: Communication, from: number, endAt: number): void {
  const { random } = script;
  let at = from + random.int(1_500, 40_000);
  const sketch = { mediaType: "call", purpose: random.pick(["user", "agent"]), userId: "supervisor" } as const;
  const supervisor = script.begin(sketch, at).connects(at);
  const kinds = random.pick([
    ["monitored"],
    ["coached"],
    ["barged"],
    ["monitored", "coached"],
    ["monitored", "barged"],
    ["monitored", "coached", "barged"],
  ] as const);
  for (const kind of kinds) {
    supervisor.supervises(kind, agent.participantId, at);
    at += random.int(2_000, 25_000);
  }
  supervisor.ends(random.chance(50) ? at : endAt + random.int(500, 5_000), random.pick(["client", "peer"]));
}

function finish(script: Script, customer: Communication, agent: Communication, from: number): void {
  const endAt = from + script.random.int(2_000, 30_000);
  agent.ends(endAt, script.random.pick(["client", "peer"]));
  customer.ends(endAt + script.random.int(0, 20), "endpoint");
  worksAfter(script, agent, workFor(script, agent));
}
