import type { Dated } from "../models/dated";
import type { Instant } from "../models/instant";
import {
  isStaff,
  type AgentCallbackTimeline,
  type CallbackTimeline,
  type CommunicationTimeline,
  type ConversationTimeline,
  type PromiseTimeline,
} from "../models/timeline";
import { CallbackCalls, isAgentOnCallback, type CallbackCall } from "./callback-calls";
import { beginningOf, endOf } from "./callback-dates";
import { findMembers, type CallbackMembership } from "./callback-membership";
import { mergePromises } from "./callback-promises";

type CallbackTies = Pick<ConversationTimeline, "callbacks" | "agentCallbacks">;

/** The callbacks of a conversation: to each what was promised, what was tried, and who worked on it. */
export function tieCallbacks(communications: readonly CommunicationTimeline[]): CallbackTies {
  if (!communications.some(isCallback)) return NO_CALLBACKS;
  const all = communications.filter(isCallback);
  const membership = findMembers(all);
  const membersByCustomer = groupMembers(all, membership);
  const automatic = [...membersByCustomer].flatMap(([one, members]) => (members.some(isAutomatic) ? [one] : []));
  const calls = new CallbackCalls(communications, membership).find(automatic);
  const callbacks = new Map<CommunicationTimeline, CallbackTimeline>();
  for (const [customer, members] of membersByCustomer) {
    callbacks.set(customer, layOutCallback(customer, members, calls, beginningOf(customer, communications)));
  }
  const agentCallbacks = new Map<CommunicationTimeline, AgentCallbackTimeline>();
  for (const agent of all.filter(isStaff)) {
    const customer = membership.get(agent);
    const members = (customer && membersByCustomer.get(customer)) ?? [];
    agentCallbacks.set(agent, {
      dialled: calls.find((call) => call.agent === agent)?.start,
      timeoutSeconds: timeoutOf(agent, customer, members),
      queueId: agent.state.profile.queueId ?? (customer && callbacks.get(customer)?.queueId),
    });
  }
  return { callbacks, agentCallbacks };
}

/** The communications of each customer's callback, by appearance. */
function groupMembers(
  callbacks: readonly CommunicationTimeline[],
  membership: CallbackMembership,
): ReadonlyMap<CommunicationTimeline, readonly CommunicationTimeline[]> {
  const members = new Map<CommunicationTimeline, CommunicationTimeline[]>();
  for (const customer of callbacks) if (membership.get(customer) === customer) members.set(customer, []);
  for (const member of callbacks) {
    const customer = membership.get(member);
    if (customer !== undefined) members.get(customer)?.push(member);
  }
  return members;
}

const NO_CALLBACKS: CallbackTies = { callbacks: new Map<never, never>(), agentCallbacks: new Map<never, never>() };

function isCallback({ state }: CommunicationTimeline): boolean {
  return state.mediaType === "callback";
}

function isAutomatic({ state }: CommunicationTimeline): boolean {
  return state.profile.automatedCallbackConfigId !== undefined;
}

/** An attempt to call the customer, and until when it went on. */
interface Attempt {
  readonly start: Dated;
  readonly until: Instant;
}

function layOutCallback(
  customer: CommunicationTimeline,
  members: readonly CommunicationTimeline[],
  calls: readonly CallbackCall[],
  requested: Dated,
): CallbackTimeline {
  const ended = endOf(customer);
  const own = calls.filter((call) => call.customer === customer);
  const dials = own.map(({ start }) => start);
  const attempts = [
    ...members.flatMap(connectOf).filter(({ start }) => start.at <= ended),
    ...dials.map((start) => ({ start, until: start.at })),
  ].sort((left, right) => left.start.at - right.start.at);
  const contacts = own.flatMap(({ contact }) => contact ?? []);
  return {
    communications: members,
    requested,
    promises: layOutPromises(customer, members, attempts),
    dials,
    attempts: attempts.map(({ start }) => start),
    contact: contacts.sort((left, right) => left.at - right.at)[0],
    queueId: queueOf(customer, members, attempts[0]?.start.at ?? Infinity),
  };
}

/** An agent's connect to the callback. */
function connectOf(member: CommunicationTimeline): Attempt[] {
  const start = isAgentOnCallback(member) ? member.connection?.start : undefined;
  return start === undefined ? [] : [{ start, until: endOf(member) }];
}

function layOutPromises(
  customer: CommunicationTimeline,
  members: readonly CommunicationTimeline[],
  attempts: readonly Attempt[],
): PromiseTimeline[] {
  const others = members.filter((member) => member !== customer);
  const promises = mergePromises(customer, others);
  return promises.map(({ scheduledAt, made }, index) => {
    const supersededAt = promises[index + 1]?.made;
    const madeAt = index === 0 ? Math.min(customer.appeared.at, made.at) : made.at;
    // An agent who still has the callback when its first promise is seen tries to keep that promise.
    const isFor = ({ start, until }: Attempt) => start.at >= madeAt || (index === 0 && until > made.at);
    const attempt = attempts.find((one) => isFor(one) && one.start.at < (supersededAt?.at ?? Infinity));
    return { dueAt: scheduledAt, made, supersededAt, attempt: attempt?.start };
  });
}

/**
 * The queue whose limits hold for a callback: the one that the customer's communication names; else the one that had it
 * at the first attempt, or has it now; else the agent's. Queues that have it later do not undo what was kept.
 */
function queueOf(
  customer: CommunicationTimeline,
  members: readonly CommunicationTimeline[],
  attemptedAt: Instant,
): string | undefined {
  const { queueId } = customer.state.profile;
  if (queueId !== undefined) return queueId;
  const named = members.filter(({ state }) => state.profile.queueId !== undefined);
  const queues = named.filter(({ state }) => state.profile.purpose === "acd");
  const candidates = queues.length > 0 ? queues : named;
  const chosen = candidates.findLast(({ appeared }) => appeared.at <= attemptedAt) ?? candidates[0];
  return chosen?.state.profile.queueId;
}

/** The seconds that the agent's own communication says, else the customer's, else the latest other one that says any. */
function timeoutOf(
  agent: CommunicationTimeline,
  customer: CommunicationTimeline | undefined,
  members: readonly CommunicationTimeline[],
): number | undefined {
  const said = (one: CommunicationTimeline | undefined) => one?.state.profile.timeoutSeconds;
  return said(agent) ?? said(customer) ?? said(members.findLast((member) => said(member) !== undefined));
}
