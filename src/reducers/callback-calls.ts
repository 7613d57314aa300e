import type { Dated } from "../models/dated";
import { isCustomer, isStaff, type CommunicationTimeline } from "../models/timeline";
import { beginningOf, endOf, isThere } from "./callback-dates";
import type { CallbackMembership } from "./callback-membership";
import { answerOf, diallingOf, isDialled, isInbound, mayHaveDialled } from "./dialling";
import { isNameOf, isSamePerson } from "./likeness";

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
  /** The participants whom a callback was promised. */
  private readonly customerIds: ReadonlySet<string>;
  /** Each call that an agent may have dialled, and to whom; undefined where nobody appeared. */
  private readonly counterparts = new Map<CommunicationTimeline, CommunicationTimeline | undefined>();

  constructor(
    private readonly communications: readonly CommunicationTimeline[],
    private readonly membership: CallbackMembership,
  ) {
    this.calls = communications.filter(({ state }) => state.mediaType === "call" && state.supervision.length === 0);
    this.agents = communications.filter(isAgentOnCallback);
    const customers = new Set(membership.values());
    this.customerIds = new Set([...customers].map(({ state }) => state.participantId));
    for (const call of this.calls) if (mayHaveDialled(call)) this.counterparts.set(call, this.counterpartOf(call));
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
    const isToNobody = counterpart === undefined;
    const isMade = isDialled(call) || (!isToNobody && isDialled(counterpart));
    const start = isMade ? diallingOf(call, this.communications) : undefined;
    if (start === undefined || (!isToNobody && isInbound(counterpart))) return undefined;
    const agent = this.chooseAgent(start, [call], counterpart);
    const contact = isToNobody ? undefined : answerOf(counterpart);
    return agent && { agent, customer: this.membership.get(agent), start, contact };
  }

  /** A call to the customer of which no agent's own call is seen, or one that was added to an agent's call. */
  private dialledToCustomer(
    call: CommunicationTimeline,
    automatic: readonly CommunicationTimeline[],
  ): CallbackCall | undefined {
    const diallers = [...this.counterparts].flatMap(([dialler, other]) => (other === call ? [dialler] : []));
    const isMade = !isInbound(call) && (isDialled(call) || diallers.some(isDialled));
    const start = isMade ? diallingOf(call, this.communications) : undefined;
    if (start === undefined) return undefined;
    const contact = answerOf(call);
    const agent = this.chooseAgent(start, diallers, call);
    if (agent !== undefined) return { agent, customer: this.membership.get(agent), start, contact };
    if (diallers.length > 0) return undefined;
    const [customer, other] = automatic.filter((one) => isThere(one, start.at) && this.isCallTo(one, call));
    if (customer === undefined || other !== undefined) return undefined;
    return { agent: undefined, customer, start, contact };
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
    return state.profile.purpose === "customer" && !this.customerIds.has(state.participantId);
  }

  /** Whom an agent's call was dialled to: its peer; else who appeared nearest to its start, while it lasted. */
  private counterpartOf(call: CommunicationTimeline): CommunicationTimeline | undefined {
    const began = beginningOf(call, this.communications).at;
    const distance = (other: CommunicationTimeline) => Math.abs(other.appeared.at - began);
    const others = this.calls.filter(({ state }) => state.participantId !== call.state.participantId);
    const peers = others.filter((other) => isNameOf(call.state.profile.peerId, other));
    const isNear = ({ appeared }: CommunicationTimeline) =>
      appeared.at >= began - PAIR_TOLERANCE_MS && appeared.at <= endOf(call);
    const candidates = (peers.length > 0 ? peers : others.filter(isNear))
      .filter((other) => !isCustomer(other) || !isInbound(other))
      .sort((left, right) => distance(left) - distance(right) || Number(isCustomer(right)) - Number(isCustomer(left)));
    return candidates[0] ?? peers[0];
  }
}

/** Whether it is a communication of somebody who took a callback to call the customer. */
export function isAgentOnCallback(communication: CommunicationTimeline): boolean {
  const { mediaType, supervision } = communication.state;
  return mediaType === "callback" && isStaff(communication) && supervision.length === 0;
}

function latestConnected(agents: readonly CommunicationTimeline[]): CommunicationTimeline | undefined {
  const connectedAt = (agent: CommunicationTimeline | undefined) => agent?.connection?.start.at ?? -Infinity;
  return agents.reduce<CommunicationTimeline | undefined>(
    (latest, agent) => (connectedAt(agent) > connectedAt(latest) ? agent : latest),
    undefined,
  );
}
