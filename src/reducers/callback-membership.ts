import type { Instant } from "../models/instant";
import { isCustomer, type CommunicationTimeline } from "../models/timeline";
import { endOf, isThere } from "./callback-dates";
import { isNameOf } from "./likeness";

/** To which customer's callback each communication of the medium belongs; the customer's own belongs to itself. */
export type CallbackMembership = ReadonlyMap<CommunicationTimeline, CommunicationTimeline>;

/**
 * Ties queues and agents on callbacks to the customer's callback that they worked on. `peer` names it. Where no record
 * names it, it is the only one that can be meant; where several can, it is none.
 */
export function findMembers(callbacks: readonly CommunicationTimeline[]): CallbackMembership {
  const customers = callbacks.filter(isCustomer);
  const membership = new Map<CommunicationTimeline, CommunicationTimeline>();
  for (const communication of callbacks) {
    const customer = isCustomer(communication) ? communication : customerOf(communication, customers);
    if (customer !== undefined) membership.set(communication, customer);
  }
  return membership;
}

function customerOf(
  communication: CommunicationTimeline,
  customers: readonly CommunicationTimeline[],
): CommunicationTimeline | undefined {
  const named = customers.filter((customer) => isNameOf(communication.state.profile.peerId, customer));
  const [onlyNamed] = named;
  if (named.length === 1) return onlyNamed;
  const candidates = present(
    named.length > 0 ? named : customers.filter((one) => mayBePeer(communication, one)),
    communication,
  );
  const [only, other] = narrow(
    narrow(candidates, (customer) => isPromisedAlike(communication, customer)),
    (customer) => isRouted(communication, customer),
  );
  return other === undefined ? only : undefined;
}

/** A peer that no communication is known by may be one that no record has named so far. */
function mayBePeer({ state }: CommunicationTimeline, customer: CommunicationTimeline): boolean {
  return state.profile.peerId === undefined || customer.state.communicationId === undefined;
}

/** Those that were there when the communication connected (or appeared); else those whose lives overlap its life. */
function present(
  customers: readonly CommunicationTimeline[],
  communication: CommunicationTimeline,
): readonly CommunicationTimeline[] {
  const at = takenAt(communication);
  const then = customers.filter((customer) => isThere(customer, at));
  if (then.length > 0) return then;
  return customers.filter(
    (customer) => customer.appeared.at <= endOf(communication) && communication.appeared.at <= endOf(customer),
  );
}

/** Those that fit better, where some do. */
function narrow(
  candidates: readonly CommunicationTimeline[],
  fits: (candidate: CommunicationTimeline) => boolean,
): readonly CommunicationTimeline[] {
  if (candidates.length < 2) return candidates;
  const fitting = candidates.filter(fits);
  return fitting.length > 0 ? fitting : candidates;
}

/** Every communication of a callback shows its `callbackScheduledTime`: one instant on both is a sign. */
function isPromisedAlike({ state }: CommunicationTimeline, customer: CommunicationTimeline): boolean {
  return customer.state.promises.some(({ scheduledAt }) =>
    state.promises.some((promise) => promise.scheduledAt === scheduledAt),
  );
}

/** The platform connects the customer's callback when it routes it: one still scheduled is with no agent yet. */
function isRouted(communication: CommunicationTimeline, customer: CommunicationTimeline): boolean {
  return customer.connection !== undefined && customer.connection.start.at <= takenAt(communication);
}

function takenAt(communication: CommunicationTimeline): Instant {
  return communication.connection?.start.at ?? communication.appeared.at;
}
