import type { Communication } from "../communication";
import { SHAPES } from "../render/shapes";
import type { Act, Script } from "../script";
import { isKept, isMissed, isPromised, isWithdrawn } from "./callback-pieces";
import { holdsSometimes, isServed, worksAfter, workFor } from "./pieces";

/** A callback that is promised, moved, routed, taken by an agent, and dialled. */
export const callbacks: Act = {
  title: "callbacks: kept, late, moved on any communication, dialled by hand or by itself, missed, withdrawn",
  shapes: SHAPES,
  isWhole: true,
  play(script) {
    const { random } = script;
    const callback = isPromised(script, script.startAt);
    random.pick([isKept, isKept, isKept, isMissed, isWithdrawn])(script, callback);
  },
};

/** Other calls of the conversation beside a callback: none of them is an attempt of it. */
export const besideOtherCalls: Act = {
  title: "callbacks beside other calls: an inbound call, a consult, another callback",
  shapes: SHAPES,
  isWhole: true,
  play(script) {
    const { random } = script;
    const beside = random.pick([promisedInACall, ringsInBefore, twoPromises, consultsDuring]);
    beside(script);
  },
};

/** A callback is promised during a call, in which the agent then rings somebody outside. */
function promisedInACall(script: Script): void {
  const { random } = script;
  const caller = script.begin({ mediaType: "call", purpose: "customer" }, script.startAt).connects(script.startAt);
  const { agent, from } = isServed(script, caller, script.startAt + 200);
  const promised = isPromised(script, from + random.int(5_000, 20_000));
  const ringAt = promised.at + random.int(1_000, 20_000);
  rings(script, agent, ringAt);
  agent.ends(ringAt + 90_000, "client");
  caller.ends(ringAt + 90_010, "peer");
  const done = worksAfter(script, agent, "none");
  if (random.chance(50)) isKept(script, { ...promised, at: done });
  else isMissed(script, { ...promised, at: done });
}

/** An agent consults somebody outside; it is cancelled. */
function rings(script: Script, agent: Communication, at: number): void {
  const { random } = script;
  const talkAt = at + random.int(2_000, 9_000);
  const sketch = { mediaType: "call", purpose: "external", direction: "outbound" } as const;
  script
    .begin(sketch, at)
    .enters("dialing", at)
    .connects(talkAt)
    .ends(talkAt + random.int(2_000, 40_000), "peer");
  agent.consults.push(at);
}

/** The customer does not wait and calls in, on a participant of its own. */
function ringsInBefore(script: Script): void {
  const { random } = script;
  const promised = isPromised(script, script.startAt);
  const at = promised.at + random.int(2_000, 20_000);
  const caller = script.begin({ mediaType: "call", purpose: "customer" }, at).connects(at);
  const { agent, from } = isServed(script, caller, at + 200);
  const endAt = holdsSometimes(script, agent, from) + random.int(5_000, 90_000);
  agent.ends(endAt, "client");
  caller.ends(endAt + 10, "peer");
  const done = worksAfter(script, agent, workFor(script, agent));
  random.pick([isKept, isWithdrawn, isMissed])(script, { ...promised, at: done });
}

/** Two callbacks of one conversation, one of which is kept. */
function twoPromises(script: Script): void {
  const first = isPromised(script, script.startAt);
  const second = isPromised(script, first.at + script.random.int(1_000, 9_000));
  const overAt = isKept(script, first);
  if (script.random.chance(50)) isMissed(script, { ...second, at: Math.max(second.at, overAt) });
  else isKept(script, { ...second, at: Math.max(second.at, overAt) });
}

/** The agent who calls back consults somebody outside during that call. */
function consultsDuring(script: Script): void {
  const promised = isPromised(script, script.startAt);
  isKept(script, promised);
  const call = script.communications.find(({ sketch }) => sketch.mediaType === "call" && sketch.purpose === "agent");
  const { connected, ended } = call ?? {};
  if (call === undefined || connected === undefined || ended === undefined) return;
  const at = connected.at + Math.floor((ended.at - connected.at) / 3);
  const sketch = { mediaType: "call", purpose: "external", direction: "outbound" } as const;
  script
    .begin(sketch, at)
    .enters("dialing", at)
    .ends(ended.at - 500, "peer");
  call.consults.push(at);
}
