import { isOther } from "../models/other";
import { isCustomer, isStaff, type CommunicationTimeline } from "../models/timeline";
import { groupByParticipant } from "./by-participant";
import { isThereBeyond } from "./callback-dates";
import { isNameOf, isSameMedium, isSamePerson, isTransferred } from "./likeness";
import { isTarget, isUnderWay, type Route } from "./routes";

/** The communications of a conversation, by appearance, and those of them that evidence is sought among: of many they are few. */
export interface Witnesses {
  readonly all: readonly CommunicationTimeline[];
  readonly customers: readonly CommunicationTimeline[];
  /** The callbacks of those who work for the centre. */
  readonly callbacks: readonly CommunicationTimeline[];
  readonly ofParticipant: (participantId: string) => readonly CommunicationTimeline[];
}

/** Finds them once for all consults of a conversation. */
export function witnessesAmong(all: readonly CommunicationTimeline[]): Witnesses {
  let byParticipant: ReadonlyMap<string, readonly CommunicationTimeline[]> | undefined;
  return {
    all,
    customers: all.filter(({ state }) => state.profile.purpose === "customer"),
    callbacks: all.filter((one) => one.state.mediaType === "callback" && isStaff(one)),
    ofParticipant: (participantId) => (byParticipant ??= groupByParticipant(all)).get(participantId) ?? [],
  };
}

/** Whether the target surely appeared after the giver's connect, and is somebody else. */
export function isLater(target: CommunicationTimeline, giver: CommunicationTimeline): boolean {
  const { state, appeared } = target;
  if (!isSameMedium(target, giver) || isSamePerson(target, giver) || isNamesake(target, giver)) return false;
  return appeared.origin !== "observed" || (!state.incomplete && state.firstSeen.at > giver.state.firstSeen.at);
}

/** Whether two participants show one communication: nobody consults with it itself. */
function isNamesake({ state: one }: CommunicationTimeline, { state: other }: CommunicationTimeline): boolean {
  return one.communicationId !== undefined && one.communicationId === other.communicationId;
}

/** The platform names the other side of a consult on either of them. */
export function isNamedBy(giver: CommunicationTimeline, target: CommunicationTimeline): boolean {
  const [one, other] = [giver.state, target.state];
  return (
    one.profile.consultParticipantId === other.participantId || other.profile.consultParticipantId === one.participantId
  );
}

/**
 * Whether a route serves the giver's own customer once more: it leads back to the giver, or is a wait of the customer's
 * beside what the giver goes on with. A customer who talks on a call does not wait on it; a message may do both.
 */
export function isForGiverItself(route: Route, giver: CommunicationTimeline, { customers }: Witnesses): boolean {
  const staff = route.members.filter(isStaff);
  const reached = staff.filter(({ connection }) => connection !== undefined);
  const last = reached.length > 0 ? reached : staff;
  if (last.length > 0 && last.every((one) => isSamePerson(one, giver))) return true;
  const [first] = route.members;
  if (first === undefined || !isWaitOfCustomer(first, customers)) return false;
  const endedAt = giver.connection?.end?.at;
  const isHandedOn = endedAt !== undefined && isTransferred(giver) && isUnderWay(route, endedAt);
  return !isHandedOn && !isNamedBy(giver, first);
}

function isWaitOfCustomer(target: CommunicationTimeline, customers: readonly CommunicationTimeline[]): boolean {
  const { profile, mediaType } = target.state;
  const { peerId, purpose } = profile;
  if (purpose !== "acd" || mediaType === "call" || peerId === undefined) return false;
  return customers.some((one) => isNameOf(peerId, one));
}

/**
 * Whether the giver may have consulted the target: both serve one customer, the target is not whom the giver itself
 * rang up, and it belongs to no callback.
 */
export function mayConsult(giver: CommunicationTimeline, target: CommunicationTimeline, witnesses: Witnesses): boolean {
  return (
    servesSameCustomer(giver, target, witnesses) &&
    (!isOutbound(giver) || hasCounterpart(giver, target, witnesses)) &&
    !isForCallback(giver, target, witnesses)
  );
}

/** Where no peer is named, there must be one customer only. */
function servesSameCustomer(
  giver: CommunicationTimeline,
  target: CommunicationTimeline,
  { customers, ofParticipant }: Witnesses,
): boolean {
  const [own, peer] = [giver.state.profile.peerId, target.state.profile.peerId];
  if (own !== undefined && isNameOf(own, target)) return false;
  if (peer !== undefined) {
    if (peer === own || ofParticipant(giver.state.participantId).some((one) => isNameOf(peer, one))) return true;
    if (isOther(peer, own)) return false;
  }
  const beside = customers.filter((one) => isSameMedium(one, target) && isThereBeyond(one, target.appeared.at));
  return beside.length < 2;
}

function isOutbound({ state, segments }: CommunicationTimeline): boolean {
  if (state.profile.direction !== undefined) return state.profile.direction === "outbound";
  return segments.some(({ type }) => type === "dialing" || type === "contacting");
}

/** Whom an agent rings up first is the one to talk to; only somebody after that is consulted. */
function hasCounterpart(giver: CommunicationTimeline, target: CommunicationTimeline, { all }: Witnesses): boolean {
  return all.some(
    (other) =>
      (isCustomer(other) || isTarget(other)) &&
      isSameMedium(other, target) &&
      other.state.participantId !== giver.state.participantId &&
      other.appeared.at < target.appeared.at,
  );
}

/** Whether the target was rung up for a callback: by the participant or the person who has it, or is that call itself. */
function isForCallback(giver: CommunicationTimeline, target: CommunicationTimeline, witnesses: Witnesses): boolean {
  if (witnesses.callbacks.length === 0 || target.state.mediaType === "callback") return false;
  const { at } = target.appeared;
  const callbacks = witnesses.callbacks.filter((one) => isThereBeyond(one, at));
  if (callbacks.length === 0) return false;
  const isOfCallback = (one: CommunicationTimeline) => callbacks.some((callback) => isSamePerson(callback, one));
  if (isStaff(target)) return isOfCallback(target);
  return witnesses.all.some(
    (call) =>
      call !== giver && isStaff(call) && isSameMedium(call, target) && isThereBeyond(call, at) && isOfCallback(call),
  );
}
