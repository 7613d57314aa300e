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
  isWhole: false,
  play(script) {
    const { random } = script;
    const { agent, customer, from } = serves(script);
    agent.ends(holdsSometimes(script, agent, from) + random.int(5_000, 90_000), random.pick(["client", "peer"]));
    worksAfter(script, agent, random.pick(["done", "none"]));
    if (customer.sketch.mediaType === "call" && random.chance(50)) isListenedTo(script, agent, from);
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

/** A supervisor handles nothing, whenever it is seen. */
function isListenedTo(script: Script, agent: Communication, from: number): void {
  const at = from + 1_500;
  const sketch = { mediaType: agent.sketch.mediaType, purpose: "user", userId: "supervisor" } as const;
  const supervisor = script.begin(sketch, at).connects(at).supervises("monitored", agent.participantId, at);
  supervisor.ends(at + 3_000, "client");
}

/** Parked emails of which only the end was seen: how long they were parked is not known. */
export const parkedSeenEnded: Act = {
  title: "backfills: parked emails, first seen ended",
  shapes: WITHOUT_EVENTS,
  isWhole: false,
  play(script) {
    const { random } = script;
    const customer = customerConnects(script, "email", script.startAt);
    const { agent, from } = isServed(script, customer, script.startAt + 300);
    const backAt = from + random.int(60_000, 3_600_000);
    agent.parks(from + 20_000, backAt, random.chance(50) ? from + 600_000 : undefined);
    agent.ends(backAt + random.int(5_000, 90_000), "client");
    worksAfter(script, agent, random.pick(["done", "none"]));
    customerLeaves(customer, script.lastAt() + 1_000);
    const seenAt = script.lastAt() + random.int(1_000, 3_600_000);
    script.loses(script.startAt, seenAt);
    script.repeats.push(seenAt);
    if (script.shape === "segments") return;
    for (const name of [...TALK_AND_HOLD, "tHandle", "tPark", "tParkComplete"]) agent.absent.add(name);
    agent.unknown.add("tAlert");
  },
};

/** A parking of which the resume was lost, and which shows only by the next one. */
export const resumeMissed: Act = {
  title: "lost snapshots: a resume that none shows",
  shapes: WITHOUT_EVENTS.filter((shape) => shape !== "segments"),
  isWhole: false,
  play(script) {
    const { random } = script;
    const customer = customerConnects(script, "email", script.startAt);
    const { agent, from } = isServed(script, customer, script.startAt + 300);
    const backAt = from + random.int(60_000, 600_000);
    agent.parks(from + 20_000, backAt, undefined);
    const nextAt = backAt + random.int(5_000, 90_000);
    script.loses(backAt - 200, nextAt);
    const lastAt = nextAt + random.int(60_000, 600_000);
    agent.parks(nextAt, lastAt, undefined);
    agent.ends(lastAt + random.int(5_000, 90_000), "client");
    worksAfter(script, agent, random.pick(["done", "none"]));
    customerLeaves(customer, script.lastAt() + 1_000);
    agent.unseenParkings.add(from + 20_000);
    agent.absent.add("tHandle").add("tParkComplete").add("tTalkComplete");
  },
};

/** A conversation that is first seen while the agent talks: what was before that, nobody saw. */
export const seenFromTheMiddle: Act = {
  title: "first seen in the middle",
  shapes: WITHOUT_EVENTS,
  isWhole: false,
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

/** There may have been holds before: the first talk and the sums are inferred. Where no hold was seen, none is measured. */
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
  isWhole: false,
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
