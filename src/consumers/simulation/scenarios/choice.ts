import type { Random } from "../random";
import type { Script } from "../script";
import type { WireShape } from "../wire/shapes";
import { playCallback } from "./callback";
import {
  playCallbackBesideCall,
  playCancelledConsult,
  playMonitoredCall,
  playQueueConsult,
  playSecurePause,
} from "./consults";
import { playInbound } from "./inbound";
import { playConsecutiveSessions } from "./messages";
import { playCobrowse, playOutbound, playParked } from "./outbound";

/** Which scenarios are played: the usual ones, or `all`, of which some are rare and each is there to be looked at. */
export const SCENARIO_SETS = ["usual", "all"] as const;
export type ScenarioSet = (typeof SCENARIO_SETS)[number];

/** Of a hundred conversations of the set `all`, so many are rare ones. */
const RARE_PERCENT = 20;

interface RareScenario {
  readonly play: (script: Script, at: number) => void;
  /** The shapes that can show it; undefined: all. */
  readonly shapes?: readonly WireShape[];
}

/** Sessions of one participant are distinguished by the ids of their communications, which only nested bodies have. */
const WITH_IDS: readonly WireShape[] = ["nested", "rest", "eventBridge", "withEvents"];

const RARE: readonly RareScenario[] = [
  { play: playConsecutiveSessions, shapes: WITH_IDS },
  { play: (script, at) => playParked(script, "email", at) },
  { play: playMonitoredCall },
  { play: playCancelledConsult },
  { play: playQueueConsult },
  { play: playSecurePause },
  { play: playCallbackBesideCall },
];

/** Writes a scenario of a set into a script; returns the shapes, of those that are wanted, in which it can be written. */
export function playScenario(
  script: Script,
  at: number,
  set: ScenarioSet,
  shapes: readonly WireShape[],
): readonly WireShape[] {
  const { random } = script;
  if (set === "usual" || !random.chance(RARE_PERCENT)) {
    playUsual(script, random, at);
    return shapes;
  }
  const knowable = RARE.map((scenario) => ({
    play: scenario.play,
    shapes: shapes.filter((shape) => scenario.shapes?.includes(shape) ?? true),
  }));
  const chosen = random.pick(knowable.filter((scenario) => scenario.shapes.length > 0));
  chosen.play(script, at);
  return chosen.shapes;
}

function playUsual(script: Script, random: Random, at: number): void {
  const kind = random.int(0, 99);
  if (kind < 52) playInbound(script, "call", at);
  else if (kind < 60) playOutbound(script, at);
  else if (kind < 78) playInbound(script, "chat", at);
  else if (kind < 92) playCallback(script, at);
  else if (kind < 96) playCobrowse(script, at);
  else playParked(script, "message", at);
}
