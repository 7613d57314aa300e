import type { Communication } from "../communication";
import { datesAlerts, NAMED_SHAPES, SHAPES, type Shape } from "../render/shapes";
import type { Act, Script } from "../script";
import { customerConnects, customerLeaves, holdsSometimes, isServed, worksAfter } from "./pieces";

const TALK_AND_HOLD = ["tTalk", "tTalkComplete", "tHeld", "tHeldComplete"] as const;
const WITHOUT_EVENTS = SHAPES.filter((shape) => shape !== "withEvents");

interface Served {
  readonly customer: Communication;
  readonly agent: Communication;
  readonly wait: Communication;
  readonly from: number;
}

function serves(script: Script): Served {
  const customer = customerConnects(script, script.random.pick(["call", "chat", "message"]), script.startAt);
  return { customer, ...isServed(script, customer, script.startAt + 300) };
}

/** A conversation of which only its end was seen: an outage, a backfill. */
export const seenEnded: Act = {
  title: "backfills: first seen ended",
  shapes: WITHOUT_EVENTS,
  play(script) {
    const { random } = script;
    const { agent, customer, from } = serves(script);
    agent.ends(holdsSometimes(script, agent, from) + random.int(5_000, 90_000), random.pick(["client", "peer"]));
    worksAfter(script, agent, random.pick(["done", "none"]));
    customerLeaves(customer, script.lastAt() + 1_000);
    const seenAt = script.lastAt() + random.int(1_000, 3_600_000);
    script.loses(script.startAt, seenAt);
    script.repeats.push(seenAt);
    if (script.shape === "segments") return;
    for (const name of TALK_AND_HOLD) agent.absent.add(name);
    agent.absent.add("tNotResponding");
    if (datesAlerts(script.shape) || script.shape === "mixed") agent.unknown.add("tAlert");
    else agent.absent.add("tAlert");
  },
};

/** A conversation that is first seen while the agent talks: what was before that, nobody saw. */
export const seenFromTheMiddle: Act = {
  title: "first seen in the middle",
  shapes: WITHOUT_EVENTS,
  play(script) {
    const { random } = script;
    const { agent, customer, from } = serves(script);
    const isSoon = random.chance(20);
    const seenAt = from + (isSoon ? random.int(300, 4_000) : random.int(15_000, 600_000));
    const isOver = holdsSometimes(script, agent, seenAt + 100);
    agent.ends(isOver + random.int(5_000, 90_000), random.pick(["client", "peer"]));
    worksAfter(script, agent, random.pick(["done", "none", "skipped"]));
    customerLeaves(customer, script.lastAt() + 1_000);
    script.loses(script.startAt, seenAt);
    script.repeats.push(seenAt);
    if (!isSoon && script.shape !== "segments") unseenBefore(agent);
    if (script.shape === "mixed") agent.unknown.add("tAlert");
    else if (!datesAlerts(script.shape)) agent.absent.add("tAlert");
  },
};

/** There may have been holds before: the first talk and the sums are inferred. Where no hold was seen, none is told. */
function unseenBefore(agent: Communication): void {
  agent.inferredFirst = true;
  agent.inferred.add("tTalkComplete").add("tHeldComplete");
}

/** How a hold that no snapshot showed is known all the same. */
type Evidence = "nothing" | "totals" | "segments";

const evidenceOf = (shape: Shape, isAsked: boolean): Evidence =>
  isAsked || shape === "segments" ? "segments" : shape === "withEvents" ? "totals" : "nothing";

/** Snapshots were lost, and with them a whole hold. */
export const holdMissed: Act = {
  title: "lost snapshots: a hold that none shows",
  shapes: [...SHAPES, "withEvents", "withEvents"],
  play(script) {
    const { random } = script;
    const { agent, customer, from } = serves(script);
    const before = holdsSometimes(script, agent, from, 1);
    const start = before + random.int(5_000, 30_000);
    const end = start + random.int(3_000, 60_000);
    agent.holds(start, end);
    script.loses(start - 200, end + 200);
    const after = holdsSometimes(script, agent, end + 300, 1);
    agent.ends(after + random.int(5_000, 90_000), random.pick(["client", "peer"]));
    worksAfter(script, agent, random.pick(["done", "none", "skipped"]));
    customerLeaves(customer, script.lastAt() + 1_000);
    const isAsked = script.shape !== "mixed" && NAMED_SHAPES.includes(script.shape) && random.chance(30);
    if (isAsked) script.getAt = script.lastAt() + random.int(1_000, 600_000);
    const evidence = evidenceOf(script.shape, isAsked);
    if (evidence === "nothing") for (const name of TALK_AND_HOLD) agent.unknown.add(name);
    if (evidence === "totals") agent.unseenHolds.add(start);
  },
};
