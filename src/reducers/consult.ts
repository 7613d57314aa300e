import { placeFrom } from "../models/sort";
import type { CommunicationTimeline, ConversationTimeline } from "../models/timeline";
import { ANSWER_WINDOW_MS } from "./answers";
import { isForGiverItself, isLater, isNamedBy, mayConsult, witnessesAmong, type Witnesses } from "./consult-evidence";
import { isSameMedium, isSamePeer, isTransferred } from "./likeness";
import { byArrival, isReached, isTarget, isUnderWay, Routes, type Route } from "./routes";

/** What is known of a conversation before its consults are. */
export type Linked = Pick<ConversationTimeline, "communications" | "queues" | "offers">;

/**
 * The routes by which agents consulted somebody, by agent: those that begin while the agent is connected. A route that
 * somebody else may have begun, or that serves another customer or a callback, is no consult: too few is better than
 * one too many.
 */
export function linkConsults(linked: Linked): ReadonlyMap<CommunicationTimeline, readonly Route[]> {
  const givers = linked.communications.filter(isGiver).sort((left, right) => connectOf(left) - connectOf(right));
  const first = givers[0];
  if (first === undefined) return NO_CONSULTS;
  const targets = linked.communications.filter(isTarget);
  if (!targets.some(({ appeared }) => appeared.at > connectOf(first))) return NO_CONSULTS;
  const consults = new Map<CommunicationTimeline, Route[]>();
  const routes = new Routes(linked.queues, linked.offers);
  const witnesses = witnessesAmong(linked.communications);
  let present: CommunicationTimeline[] = [];
  let next = 0;
  for (const target of targets.sort(byArrival)) {
    const { at } = target.appeared;
    for (let giver = givers[next]; giver !== undefined && connectOf(giver) < at; giver = givers[next]) {
      present.push(giver);
      next += 1;
    }
    const route = routes.add(target);
    if (route === undefined || present.length === 0) continue;
    present = present.filter((giver) => at - endOf(giver) <= ANSWER_WINDOW_MS);
    const giver = giverOf(target, present, consults, witnesses);
    if (giver !== undefined) consults.set(giver, [...(consults.get(giver) ?? []), route]);
  }
  for (const [giver, own] of consults) consults.set(giver, withoutOwn(own, giver, witnesses));
  return consults;
}

const NO_CONSULTS = new Map<never, never>();

/** Whether a communication is one from which a conversation can be given on: an agent's who was connected. */
export function isGiver({ state, connection }: CommunicationTimeline): boolean {
  return state.profile.purpose === "agent" && state.supervision.length === 0 && connection !== undefined;
}

function connectOf({ connection }: CommunicationTimeline): number {
  return connection?.start.at ?? Infinity;
}

function endOf({ connection }: CommunicationTimeline): number {
  return connection?.end?.at ?? Infinity;
}

/** The agent who began the route of which the target is the first; undefined where it is none, or not certain which. */
function giverOf(
  target: CommunicationTimeline,
  present: readonly CommunicationTimeline[],
  consults: ReadonlyMap<CommunicationTimeline, readonly Route[]>,
  witnesses: Witnesses,
): CommunicationTimeline | undefined {
  const { at } = target.appeared;
  const connected = present.filter((giver) => at < endOf(giver) && isLater(target, giver));
  if (connected.length === 0) return undefined;
  const named = connected.filter((giver) => isNamedBy(giver, target));
  if (named.length > 0) return onlyOne(named);
  const begunBy = (giver: CommunicationTimeline) => withoutOwn(consults.get(giver) ?? [], giver, witnesses);
  const isConsulted = (one: CommunicationTimeline) =>
    [...consults.keys()].some((giver) => begunBy(giver).some(({ members }) => members.includes(one)));
  const isGiven = (giver: CommunicationTimeline) =>
    isGivenBlindly(giver, target, begunBy) && !isAnsweredByOther(giver, target, witnesses, isConsulted);
  if (present.some(isGiven)) return undefined;
  const possible = connected.filter((giver) => mayConsult(giver, target, witnesses));
  return onlyOne(possible) ?? onlyOne(possible.filter((giver) => isTransferred(giver)));
}

/** The routes that are no further sessions of the giver with its customer. */
function withoutOwn(routes: readonly Route[], giver: CommunicationTimeline, witnesses: Witnesses): Route[] {
  return routes.filter((route) => !isForGiverItself(route, giver, witnesses));
}

function onlyOne<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** Whether the target is where another agent has just given the conversation, without having consulted. */
function isGivenBlindly(
  giver: CommunicationTimeline,
  target: CommunicationTimeline,
  begunBy: (giver: CommunicationTimeline) => readonly Route[],
): boolean {
  const ended = endOf(giver);
  if (ended > target.appeared.at || !isTransferred(giver) || !isSameMedium(giver, target)) return false;
  return isSamePeer(giver, target) && !begunBy(giver).some((route) => isUnderWay(route, ended));
}

/**
 * Whether somebody other than the target, who appeared at the giver's end or after, was connected before the target appeared.
 * Whom another agent consults took nothing.
 */
function isAnsweredByOther(
  giver: CommunicationTimeline,
  target: CommunicationTimeline,
  { all }: Witnesses,
  isConsulted: (one: CommunicationTimeline) => boolean,
): boolean {
  const from = placeFrom(all, endOf(giver), ({ appeared }) => appeared.at);
  return all
    .slice(from)
    .some(
      (other) =>
        other !== target &&
        isTarget(other) &&
        isReached(other, target.appeared.at) &&
        isSameMedium(giver, other) &&
        isSamePeer(giver, other) &&
        !isConsulted(other),
    );
}
