import { SHAPES } from "../render/shapes";
import type { Act } from "../script";
import { customerConnects, customerLeaves, isServed, worksAfter, workFor } from "./pieces";

/** An email that is put aside once or more often: held when parked, resumed early or late, ended while parked. */
export const parks: Act = {
  title: "parked emails",
  shapes: SHAPES,
  isWhole: true,
  play(script) {
    const { random } = script;
    const customer = customerConnects(script, "email", script.startAt);
    const { agent, from } = isServed(script, customer, script.startAt + 300);
    let at = from;
    let isParked = false;
    for (let times = random.int(1, 3); times > 0 && !isParked; times -= 1) {
      const parkAt = at + random.int(10_000, 200_000);
      isParked = times === 1 && random.chance(25);
      const backAt = isParked ? undefined : parkAt + random.int(5_000, 7_200_000);
      if (random.chance(30)) agent.holds(parkAt - random.int(2_000, 8_000), parkAt, { shownTo: backAt });
      agent.parks(parkAt, backAt, random.chance(70) ? parkAt + random.int(60_000, 3_600_000) : undefined);
      at = backAt ?? parkAt;
    }
    agent.ends(at + random.int(2_000, 120_000), random.pick(["client", "system"]));
    customerLeaves(customer, worksAfter(script, agent, workFor(script, agent)) + 500);
  },
};
