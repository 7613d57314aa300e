import { isOther } from "../models/other";
import { CLOCK_TOLERANCE_MS, type Dated } from "../models/dated";
import { isStaff, type CommunicationTimeline, type QueueTimeline } from "../models/timeline";
import { ANSWER_WINDOW_MS } from "./answers";
import { isSameMedium, isSamePeer, isTransferred } from "./likeness";

/**
 * The way on which somebody is reached: a flow, a queue and the agents whom it alerts are one route, by appearance.
 *
 *     flow -> queue -> agent in vain -> agent     one route, which begins with the flow
 */
export interface Route {
  readonly appeared: Dated;
  readonly members: readonly CommunicationTimeline[];
}

const FLOWS: readonly string[] = ["ivr", "botflow", "workflow"];
const RELAYS: readonly string[] = [...FLOWS, "acd"];
const TARGETS: readonly string[] = [...RELAYS, "agent", "user", "group", "external", "voicemail"];

/** Whether a conversation can be given on to it. Customers and supervisors are no targets. */
export function isTarget({ state }: CommunicationTimeline): boolean {
  return TARGETS.includes(state.profile.purpose ?? "") && state.supervision.length === 0;
}

/** Builds the routes of a conversation; its targets are added by appearance. */
export class Routes {
  private readonly routeByMember = new Map<CommunicationTimeline, GrowingRoute>();
  /** Routes that may still go on. */
  private open: GrowingRoute[] = [];

  constructor(
    private readonly queues: ReadonlyMap<CommunicationTimeline, QueueTimeline>,
    private readonly offers: ReadonlyMap<CommunicationTimeline, CommunicationTimeline>,
  ) {}

  /** Adds a target to the route that it goes on; the new route, where it begins one. */
  add(target: CommunicationTimeline): Route | undefined {
    const known = this.tiedRoute(target) ?? this.continuedRoute(target);
    const route = known ?? { appeared: target.appeared, members: [] };
    route.members.push(target);
    this.routeByMember.set(target, route);
    if (isRelay(target) && !this.open.includes(route)) this.open.push(route);
    if (known !== undefined) return undefined;
    return route;
  }

  /** A queue and the agent who answered are of one route, whichever appeared first. */
  private tiedRoute(target: CommunicationTimeline): GrowingRoute | undefined {
    const partner = this.offers.get(target) ?? this.queues.get(target)?.answeredBy;
    return partner && this.routeByMember.get(partner);
  }

  private continuedRoute(target: CommunicationTimeline): GrowingRoute | undefined {
    if (this.open.length === 0) return undefined;
    const { at } = target.appeared;
    this.open = this.open.filter(({ members }) => members.some((member) => isRelay(member) && mayGoOn(member, at)));
    return this.open.findLast((route) => leadsTo(route, target));
  }
}

interface GrowingRoute extends Route {
  readonly members: CommunicationTimeline[];
}

/** Orders targets by appearance; at one instant the flow comes before the queue, and the queue before its agents. */
export function byArrival(left: CommunicationTimeline, right: CommunicationTimeline): number {
  return left.appeared.at - right.appeared.at || rankOf(left) - rankOf(right);
}

function rankOf({ state }: CommunicationTimeline): number {
  const { purpose = "" } = state.profile;
  if (FLOWS.includes(purpose)) return 0;
  return purpose === "acd" ? 1 : 2;
}

/** Whether somebody was still being reached, or was there, at an instant. */
export function isUnderWay({ members }: Route, at: number): boolean {
  return members.some(({ state }) => (state.phases.ended?.at ?? Infinity) >= at);
}

/** A flow or a queue: it leads to somebody else. */
function isRelay({ state }: CommunicationTimeline): boolean {
  return RELAYS.includes(state.profile.purpose ?? "");
}

function mayGoOn({ state }: CommunicationTimeline, at: number): boolean {
  return at - (state.phases.ended?.at ?? Infinity) <= ANSWER_WINDOW_MS;
}

/** Whether a relay of the route leads to the target: it is still there, or has just handed on and nobody is there yet. */
function leadsTo({ members }: Route, target: CommunicationTimeline): boolean {
  const { at } = target.appeared;
  return members.some((relay, place) => {
    if (!isRelay(relay) || !isSameMedium(relay, target) || !isSamePeer(relay, target)) return false;
    const ended = relay.state.phases.ended?.at ?? Infinity;
    const later = members.slice(place + 1);
    const reached = later.some((member) => isReached(member, at - CLOCK_TOLERANCE_MS));
    if (isStaff(target) && isAlertOf(relay, target, reached)) return true;
    if (ended > at) return !reached;
    const isHandedOn = isTransferred(relay) || relay.state.profile.disconnectType === undefined;
    const isDone = later.some((member) => !isStaff(member) || isReached(member, at));
    return isHandedOn && !isDone && at - ended <= ANSWER_WINDOW_MS;
  });
}

/** Somebody, other than a flow or a queue, who had connected by an instant. */
export function isReached(member: CommunicationTimeline, at: number): boolean {
  return !isRelay(member) && (member.connection?.start.at ?? Infinity) <= at;
}

/** Several agents may be alerted for one wait, one of them in vain, also while another already talks. */
function isAlertOf(relay: CommunicationTimeline, target: CommunicationTimeline, reached: boolean): boolean {
  if (relay.state.profile.purpose !== "acd") return false;
  const [offered, alerted] = [relay.state.profile.queueId, target.state.profile.queueId];
  if (isOther(offered, alerted)) return false;
  const ended = relay.state.phases.ended?.at;
  if (ended === undefined) return !reached;
  const isNamed = offered !== undefined && offered === alerted;
  return target.appeared.at <= ended + CLOCK_TOLERANCE_MS && (isNamed || !reached);
}
