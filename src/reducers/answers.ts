import { CLOCK_TOLERANCE_MS } from "../models/dated";
import { isOther } from "../models/other";
import { compareText } from "../models/position";
import { placeFrom, sortInPlace } from "../models/sort";
import type { CommunicationTimeline } from "../models/timeline";
import { assign } from "./assignment";
import type { PossiblePair } from "./least-cost-matching";
import { isSameMedium, isSamePeer, isTransferred } from "./likeness";

/** The clocks of a queue and of an agent may differ, and an agent may take a while to connect. */
export const ANSWER_WINDOW_MS = 30_000;

/** How many agents next in time are looked at for one wait: more than ever connect within the window. */
const AGENTS_MAX = 64;

/** The end of a wait, or the connect of an agent. `place` is its place by id among its like. */
interface Moment {
  readonly communication: CommunicationTimeline;
  readonly at: number;
  readonly place: number;
}

/**
 * Pairs queue waits that were handed on with the agents who answered, one with one. A pair is of one medium, does not
 * contradict itself in its peer, and lies within 30 s. Of all ways to pair, the best has the most pairs of equal or
 * unknown queue, then the most pairs, then the least distance, then the lowest ids.
 *
 *     queue q1    |--------- wait ---------|
 *     agent                                 |--- connected, as well as 50 ms before or 1.2 s after
 */
export function pairAnswers(
  waits: readonly CommunicationTimeline[],
  communications: readonly CommunicationTimeline[],
): ReadonlyMap<CommunicationTimeline, CommunicationTimeline> {
  const ends = momentsOf(waits.filter(isHandedOn), (wait) => wait.connection?.end?.at);
  if (ends.length === 0) return NO_ANSWERS;
  const connects = momentsOf(communications.filter(isAgent), (agent) => agent.connection?.start.at);
  if (connects.length === 0) return NO_ANSWERS;
  const inTime = [...connects].sort((left, right) => left.at - right.at);
  const entries = momentsOf(waits, (wait) => wait.connection?.start.at).sort((left, right) => left.at - right.at);
  const possible: PossiblePair[] = [];
  for (const end of ends) {
    for (const connect of nearestOf(inTime, end.at)) {
      if (isPossible(end, connect, entries)) possible.push(pairOf(end, connect));
    }
  }
  const answers = new Map<CommunicationTimeline, CommunicationTimeline>();
  for (const { left, right } of assign(possible)) {
    const [wait, agent] = [ends[left], connects[right]];
    if (wait !== undefined && agent !== undefined) answers.set(wait.communication, agent.communication);
  }
  return answers;
}

const NO_ANSWERS = new Map<never, never>();

/** Whether the wait may have ended by an answer. The platform's own word on the outcome comes first. */
function isHandedOn(wait: CommunicationTimeline): boolean {
  const outcome = wait.state.totals?.values.acdOutcome;
  if (outcome === "ABANDON" || outcome === "FLOW_OUT") return false;
  return outcome === "ANSWERED" || wait.state.profile.disconnectType === undefined || isTransferred(wait);
}

function isAgent({ state }: CommunicationTimeline): boolean {
  return state.profile.purpose === "agent" && state.supervision.length === 0;
}

function momentsOf(
  communications: readonly CommunicationTimeline[],
  atOf: (communication: CommunicationTimeline) => number | undefined,
): Moment[] {
  const dated = communications.filter((communication) => atOf(communication) !== undefined);
  sortInPlace(dated, (left, right) => compareText(left.key, right.key));
  return dated.map((communication, place) => ({ communication, at: atOf(communication) ?? 0, place }));
}

const atOfMoment = ({ at }: Moment) => at;

/** The agents who connected within the window, nearest first. */
function nearestOf(inTime: readonly Moment[], at: number): Moment[] {
  let after = placeFrom(inTime, at, atOfMoment);
  let before = after - 1;
  const nearest: Moment[] = [];
  while (nearest.length < AGENTS_MAX) {
    const [earlier, later] = [inTime[before], inTime[after]];
    const isEarlierNext = earlier !== undefined && (later === undefined || at - earlier.at <= later.at - at);
    const next = isEarlierNext ? earlier : later;
    if (next === undefined || Math.abs(next.at - at) > ANSWER_WINDOW_MS) break;
    nearest.push(next);
    if (isEarlierNext) before -= 1;
    else after += 1;
  }
  return nearest;
}

function isPossible(end: Moment, connect: Moment, entries: readonly Moment[]): boolean {
  const [wait, agent] = [end.communication, connect.communication];
  if (!isSameMedium(wait, agent) || !isSamePeer(wait, agent) || wasThereBefore(agent, wait)) return false;
  for (let place = placeFrom(entries, end.at, atOfMoment); place < entries.length; place += 1) {
    const entry = entries[place];
    if (entry === undefined || entry.at >= connect.at) return true;
    const other = entry.communication;
    const isLaterQueue = other !== wait && isSameMedium(other, wait) && isSamePeer(other, wait);
    if (isLaterQueue && isSamePeer(other, agent)) return false;
  }
  return true;
}

/** An agent who had connected before the wait began was not offered by it: by dates that clocks do not explain, or seen before it. */
function wasThereBefore(agent: CommunicationTimeline, wait: CommunicationTimeline): boolean {
  const [connected, entered] = [agent.connection?.start, wait.connection?.start];
  if (connected === undefined || entered === undefined || connected.at >= entered.at) return false;
  if (entered.origin === "reported" && connected.at + CLOCK_TOLERANCE_MS < entered.at) return true;
  return agent.state.firstSeen.at < wait.state.firstSeen.at;
}

function pairOf(end: Moment, connect: Moment): PossiblePair {
  return {
    left: end.place,
    right: connect.place,
    agrees: !isOther(end.communication.state.profile.queueId, connect.communication.state.profile.queueId),
    distance: Math.abs(connect.at - end.at),
  };
}
