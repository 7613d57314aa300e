import type { CommunicationTimeline, TransferTimeline } from "../models/timeline";
import { isPartOfService, isTransfer } from "./queue";

const KIND_BY_DISCONNECT: ReadonlyMap<string, TransferTimeline["kind"]> = new Map([
  ["transfer.consult", "consult"],
  ["transfer.conference", "conference"],
  ["transfer.forward", "other"],
  ["transfer.noanswer", "other"],
  ["transfer.notavailable", "other"],
  ["transfer.dnd", "other"],
]);

/**
 * Which agents gave their conversation on, and how. The platform may say plain `transfer` for both kinds: it was a
 * consult when the target (a flow, a queue or a person) had appeared while the giver was connected and was still there
 * at the giver's end, a blind transfer otherwise.
 */
export function linkTransfers(
  communications: readonly CommunicationTimeline[],
): ReadonlyMap<CommunicationTimeline, TransferTimeline> {
  let transfers: Map<CommunicationTimeline, TransferTimeline> | undefined;
  for (const giver of communications) {
    const transfer = transferOf(giver, communications);
    if (transfer !== undefined) (transfers ??= new Map()).set(giver, transfer);
  }
  return transfers ?? NO_TRANSFERS;
}

const NO_TRANSFERS = new Map<never, never>();

function transferOf(
  giver: CommunicationTimeline,
  communications: readonly CommunicationTimeline[],
): TransferTimeline | undefined {
  const { profile, supervision } = giver.state;
  const connected = giver.connection?.start;
  const at = giver.connection?.end;
  if (profile.purpose !== "agent" || supervision.length > 0 || connected === undefined || at === undefined)
    return undefined;
  if (!isTransfer(profile.disconnectType)) return undefined;
  const targets = communications.filter((other) => isPossibleTarget(giver, other, connected.at));
  const during = targets.find((other) => other.appeared.at < at.at && isThereAt(other, at.at));
  const stated = KIND_BY_DISCONNECT.get(profile.disconnectType ?? "");
  const kind = stated ?? (during === undefined ? "blind" : "consult");
  const isConsult = kind === "consult" || kind === "conference";
  const consulted = during?.appeared ?? (kind === "consult" ? (targets[0]?.appeared ?? at) : undefined);
  return { kind, at, consulted: isConsult ? consulted : undefined };
}

function isPossibleTarget(giver: CommunicationTimeline, other: CommunicationTimeline, connectedAt: number): boolean {
  return (
    other.state.participantId !== giver.state.participantId &&
    other.state.mediaType === giver.state.mediaType &&
    other.state.supervision.length === 0 &&
    isPartOfService(other) &&
    other.appeared.at > connectedAt
  );
}

function isThereAt(other: CommunicationTimeline, at: number): boolean {
  const ended = other.state.phases.ended;
  return ended === undefined || ended.at >= at;
}
