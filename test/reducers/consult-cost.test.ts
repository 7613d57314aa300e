import { createEngine } from "../../src/engine/engine";
import type { CommunicationTimeline } from "../../src/models/timeline";
import { linkConsults } from "../../src/reducers/consult";
import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { createMemoryOutputs, decodeAll } from "../support/run";
import { CONVERSATION, flat, t, type Json } from "../support/story";

const BEGUN_AT = Date.parse(t("09:00:00"));
const iso = (seconds: number) => new Date(BEGUN_AT + seconds * 1000).toISOString();

/** An agent who begins to talk each second, for seven seconds: never more than seven at once, however many. */
function agents(count: number): Json[] {
  return Array.from({ length: count }, (_, second) =>
    flat("10:00:00", "calls", {
      id: `agent-${String(second)}`,
      purpose: "agent",
      userId: `user-${String(second)}`,
      state: "disconnected",
      connectedTime: iso(second),
      endTime: iso(second + 7),
      disconnectType: "peer",
    }),
  );
}

function laidOut(documents: readonly Json[]): readonly CommunicationTimeline[] {
  const engine = createEngine(compilePolicy(EMPTY_POLICY), createMemoryOutputs().outputs);
  engine.acceptAll(decodeAll(documents));
  return engine.timelines(CONVERSATION)?.[0]?.communications ?? [];
}

/** How often anything of a communication is looked at while consults are linked, for each of them. */
function looksEach(count: number): number {
  let looks = 0;
  const get = (target: CommunicationTimeline, name: keyof CommunicationTimeline) => {
    looks += 1;
    return target[name];
  };
  const communications = laidOut(agents(count)).map((one) => new Proxy(one, { get: get as never }));
  expect(communications).toHaveLength(count);
  linkConsults({ communications, queues: new Map(), offers: new Map() });
  return looks / count;
}

it("costs no more for each of many agents in turn than for each of a few", () => {
  expect(looksEach(400)).toBeLessThan(1.5 * looksEach(100));
});
