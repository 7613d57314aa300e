import type { Dated } from "../models/dated";
import { isCustomer, isStaff, type CommunicationTimeline } from "../models/timeline";
import { endOf, isPeerOf, type CallbackMembership } from "./callback-membership";

/** A call that was dialled for a callback. */
export interface CallbackCall {
  /** The customer's callback; undefined where no record has shown it. */
  readonly customer: CommunicationTimeline | undefined;
  /** The agent's communication on the callback, after whose connect it was dialled; undefined where no agent had it. */
  readonly agent: CommunicationTimeline | undefined;
  readonly start: Dated;
  /** When the customer answered. */
  readonly contact: Dated | undefined;
}

/** How long before its call an agent's counterpart may have appeared: the platform shows them one after the other. */
const PAIR_TOLERANCE_MS = 5000;

/**
 * Finds the calls that were dialled for callbacks: by an agent, to the customer, after this agent's connect to the
 * callback; or to the customer of a callback that the platform places by itself. Calls to anybody else, calls that came
 * in, and those of agents who never had the callback are none.
 */
export class CallbackCalls {
  private readonly calls: readonly CommunicationTimeline[];
  private readonly agents: readonly CommunicationTimeline[];
  private readonly customers: readonly CommunicationTimeline[];
  /** Whom each call of an agent was dialled to; undefined where nobody appeared. */
  private readonly counterparts = new Map<CommunicationTimeline, CommunicationTimeline | undefined>();

  constructor(
    communications: readonly CommunicationTimeline[],
    private readonly membership: CallbackMembership,
  ) {
    this.calls = communications.filter(({ state }) => state.mediaType === "call" && state.supervision.length === 0);
    this.agents = communications.filter(isAgentOnCallback);
    this.customers = [...membership.keys()].filter(isCustomer);
    for (const call of this.calls) if (isDialledByStaff(call)) this.counterparts.set(call, this.counterpartOf(call));
  }

  /** The calls, by start. `automatic`: the customers' callbacks that the platform places by itself. */
  find(automatic: readonly CommunicationTimeline[]): readonly CallbackCall[] {
    const found: CallbackCall[] = [];
    const counted = new Set<CommunicationTimeline>();
    for (const [call, counterpart] of this.counterparts) {
      const dialled = this.dialledByAgent(call, counterpart);
      if (dialled === undefined) continue;
      found.push(dialled);
      if (counterpart !== undefined) counted.add(counterpart);
    }
    for (const call of this.calls) {
      const dialled = isCustomer(call) && !counted.has(call) ? this.dialledToCustomer(call, automatic) : undefined;
      if (dialled !== undefined) found.push(dialled);
    }
    return found.sort((left, right) => left.start.at - right.start.at);
  }

  private dialledByAgent(
    call: CommunicationTimeline,
    counterpart: CommunicationTimeline | undefined,
  ): CallbackCall | undefined {
    const start = startOf(call);
    if (start === undefined) return undefined;
    const agent = this.chooseAgent(start, [call], counterpart);
    const contact = counterpart && contactOf(counterpart);
    return agent && { agent, customer: this.membership.get(agent), start, contact };
  }

  /** A call to the customer of which no agent's own call is seen, or one that was added to an agent's call. */
  private dialledToCustomer(
    call: CommunicationTimeline,
    automatic: readonly CommunicationTimeline[],
  ): CallbackCall | undefined {
    const diallers = [...this.counterparts].flatMap(([dialler, other]) => (other === call ? [dialler] : []));
    const start = isDialled(call) || diallers.length > 0 ? startOf(call) : undefined;
    if (start === undefined || call.state.profile.direction === "inbound") return undefined;
    const agent = this.chooseAgent(start, diallers, call);
    if (agent !== undefined) return { agent, customer: this.membership.get(agent), start, contact: contactOf(call) };
    if (diallers.length > 0) return undefined;
    const [customer, other] = automatic.filter((one) => isThere(one, start) && this.isCallTo(one, call));
    if (customer === undefined || other !== undefined) return undefined;
    return { agent: undefined, customer, start, contact: contactOf(call) };
  }

  /**
   * On which agent's callback a call was dialled: the agent is one of the diallers, where they are known, and the callback
   * the one that this agent had then. Undefined where it may be several.
   */
  private chooseAgent(
    start: Dated,
    diallers: readonly CommunicationTimeline[],
    callee: CommunicationTimeline | undefined,
  ): CommunicationTimeline | undefined {
    const before = this.agents.filter((agent) => {
      const customer = this.membership.get(agent);
      return (
        (agent.connection?.start.at ?? Infinity) <= start.at &&
        (customer === undefined || start.at <= endOf(customer)) &&
        (diallers.length === 0 || diallers.some((dialler) => isSamePerson(dialler, agent))) &&
        (callee === undefined || this.isCallTo(customer, callee))
      );
    });
    const open = before.filter((agent) => start.at <= endOf(agent));
    const agents = open.length > 0 ? open : before;
    if (new Set(agents.map((agent) => this.membership.get(agent))).size > 1) return undefined;
    return latestConnected(agents);
  }

  /** Whether a call's participant is the customer of a callback: the same, or a customer of no other callback. */
  private isCallTo(customer: CommunicationTimeline | undefined, { state }: CommunicationTimeline): boolean {
    if (state.participantId === customer?.state.participantId) return true;
    const isOther = this.customers.some((other) => other.state.participantId === state.participantId);
    return state.profile.purpose === "customer" && !isOther;
  }

  /** Whom an agent's call was dialled to: its peer; else who appeared nearest to its start, while it lasted. */
  private counterpartOf(call: CommunicationTimeline): CommunicationTimeline | undefined {
    const others = this.calls.filter(({ state }) => state.participantId !== call.state.participantId);
    const peer = others.find((other) => isPeerOf(call, other));
    if (peer !== undefined) return peer;
    const began = call.appeared.at;
    const distance = (other: CommunicationTimeline) => Math.abs(other.appeared.at - began);
    return others
      .filter((other) => other.appeared.at >= began - PAIR_TOLERANCE_MS && other.appeared.at <= endOf(call))
      .filter((other) => !(isCustomer(other) && other.state.profile.direction === "inbound"))
      .sort(
        (left, right) => distance(left) - distance(right) || Number(isCustomer(right)) - Number(isCustomer(left)),
      )[0];
  }
}

/** Whether it is a communication of somebody who took a callback to call the customer. */
export function isAgentOnCallback(communication: CommunicationTimeline): boolean {
  const { mediaType, supervision } = communication.state;
  return mediaType === "callback" && isStaff(communication) && supervision.length === 0;
}

/** Dialled, not answered: the platform says `outbound`, or it was seen contacting or dialing. */
function isDialled({ state, segments }: CommunicationTimeline): boolean {
  const { direction, initialState } = state.profile;
  if (direction !== undefined) return direction === "outbound";
  const isDialling = (name: string | undefined) => name === "contacting" || name === "dialing";
  return isDialling(initialState) || segments.some(({ type }) => isDialling(type));
}

/** Of those who work for the centre, who was alerted did not dial. */
function isDialledByStaff(call: CommunicationTimeline): boolean {
  return isStaff(call) && isDialled(call) && !call.segments.some(({ type }) => type === "alert");
}

/** When the call began, where that is known: of one first seen ended it may not be. */
function startOf({ state, segments, appeared }: CommunicationTimeline): Dated | undefined {
  const dialling = segments.find(({ type }) => type === "contacting" || type === "dialing")?.start;
  const isUndated = state.incomplete && appeared === state.firstSeen;
  if (isUndated) return dialling;
  return dialling !== undefined && dialling.at < appeared.at ? dialling : appeared;
}

/** When the customer answered. A session's first detail event dates its dialling, its last says how long was talked. */
function contactOf({ state, connection }: CommunicationTimeline): Dated | undefined {
  if (connection?.start.origin !== "event") return connection?.start;
  const { ended } = state.phases;
  const talkedMs = state.totals?.values.connectedMs ?? 0;
  return ended !== undefined && talkedMs > 0 ? { ...ended, at: ended.at - talkedMs } : undefined;
}

function isSamePerson(left: CommunicationTimeline, right: CommunicationTimeline): boolean {
  const { userId } = left.state.profile;
  const isSameUser = userId !== undefined && userId === right.state.profile.userId;
  return isSameUser || left.state.participantId === right.state.participantId;
}

function isThere(customer: CommunicationTimeline, { at }: Dated): boolean {
  return customer.appeared.at <= at && at <= endOf(customer);
}

function latestConnected(agents: readonly CommunicationTimeline[]): CommunicationTimeline | undefined {
  const connectedAt = (agent: CommunicationTimeline | undefined) => agent?.connection?.start.at ?? -Infinity;
  return agents.reduce<CommunicationTimeline | undefined>(
    (latest, agent) => (connectedAt(agent) > connectedAt(latest) ? agent : latest),
    undefined,
  );
}
