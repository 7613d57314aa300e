import type { Dated } from "../models/dated";
import {
  isCustomer,
  isStaff,
  type CallbackTimeline,
  type CommunicationTimeline,
  type PromiseTimeline,
} from "../models/timeline";

/** The customers' callbacks of a conversation, with what was promised and what was tried. */
export function linkCallbacks(
  communications: readonly CommunicationTimeline[],
): ReadonlyMap<CommunicationTimeline, CallbackTimeline> {
  let callbacks: Map<CommunicationTimeline, CallbackTimeline> | undefined;
  for (const communication of communications) {
    if (communication.state.mediaType !== "callback" || !isCustomer(communication)) continue;
    (callbacks ??= new Map()).set(communication, layOutCallback(communication, communications));
  }
  return callbacks ?? NONE;
}

const NONE = new Map<never, never>();

/** The first call that was dialled after an agent connected to a callback, by the agent's communication. */
export function linkDialledCalls(
  communications: readonly CommunicationTimeline[],
): ReadonlyMap<CommunicationTimeline, Dated> {
  const isAgentOnCallback = (one: CommunicationTimeline) => one.state.mediaType === "callback" && isStaff(one);
  if (!communications.some(isAgentOnCallback)) return NONE;
  const dialled = new Map<CommunicationTimeline, Dated>();
  const calls = inOrder(communications.flatMap((call) => (call.state.mediaType === "call" ? dialStart(call) : [])));
  for (const agent of communications) {
    const connected = agent.connection?.start;
    if (!isAgentOnCallback(agent) || connected === undefined) continue;
    const first = calls.find(({ at }) => at >= connected.at);
    if (first !== undefined) dialled.set(agent, first);
  }
  return dialled;
}

function layOutCallback(
  customer: CommunicationTimeline,
  communications: readonly CommunicationTimeline[],
): CallbackTimeline {
  const ended = customer.state.phases.ended?.at ?? Infinity;
  const isWithin = ({ at }: Dated) => at >= customer.appeared.at && at <= ended;
  const attempts = inOrder(communications.flatMap(attemptOf)).filter(isWithin);
  const contacts = communications
    .filter((call) => call.state.mediaType === "call" && isCustomer(call))
    .flatMap((call) => call.connection?.start ?? []);
  return {
    requested: customer.appeared,
    promises: layOutPromises(customer, attempts),
    attempts,
    contact: inOrder(contacts).find(isWithin),
  };
}

function layOutPromises(customer: CommunicationTimeline, attempts: readonly Dated[]): PromiseTimeline[] {
  const { promises } = customer.state;
  return promises.map(({ scheduledAt, made }, index) => {
    const supersededAt = promises[index + 1]?.made;
    const madeAt = index === 0 ? customer.appeared.at : made.at;
    const attempt = attempts.find(({ at }) => at >= madeAt && at < (supersededAt?.at ?? Infinity));
    return { dueAt: scheduledAt, made, supersededAt, attempt };
  });
}

/** An agent's connect to the callback, or a call that is dialled. */
function attemptOf(communication: CommunicationTimeline): Dated[] {
  if (communication.state.mediaType === "call") return dialStart(communication);
  const isAnswer = communication.state.mediaType === "callback" && isStaff(communication);
  return isAnswer && communication.connection !== undefined ? [communication.connection.start] : [];
}

function dialStart(call: CommunicationTimeline): Dated[] {
  if (call.state.profile.direction === "inbound") return [];
  const dialling = call.segments.find(({ type }) => type === "contacting" || type === "dialing");
  const start = dialling?.start ?? call.connection?.start;
  return start === undefined ? [] : [start];
}

function inOrder(dates: readonly Dated[]): Dated[] {
  return [...dates].sort((left, right) => left.at - right.at);
}
