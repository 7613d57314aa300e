import type { Act } from "../script";
import { customerConnects, customerLeaves, holdsSometimes, isServed, worksAfter } from "./pieces";

/** Detail events alone: the beginnings, ends and sums of sessions. What lies between is known as sums only. */
export const eventsAlone: Act = {
  title: "detail events alone",
  shapes: ["events"],
  isWhole: false,
  play(script) {
    const { random } = script;
    const customer = customerConnects(script, random.pick(["call", "chat", "message"]), script.startAt);
    const { agent, from } = isServed(script, customer, script.startAt + 300);
    agent.ends(holdsSometimes(script, agent, from) + random.int(5_000, 90_000), random.pick(["client", "peer"]));
    worksAfter(script, agent, random.pick(["done", "none"]));
    customerLeaves(customer, script.lastAt() + 1_000);
    if (agent.held.length > 0) agent.absent.add("tHeld").add("tTalk");
    agent.unknown.add("tAlert");
  },
};
