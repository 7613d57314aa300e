import type { Dated } from "../models/dated";
import type { CommunicationTimeline, TransferTimeline } from "../models/timeline";
import { isGiver, linkConsults, type Linked } from "./consult";
import { isTransferred } from "./likeness";
import { isUnderWay, type Route } from "./routes";

const KIND_BY_DISCONNECT: ReadonlyMap<string, TransferTimeline["kind"]> = new Map([
  ["transfer.consult", "consult"],
  ["transfer.conference", "conference"],
  ["transfer.forward", "other"],
  ["transfer.noanswer", "other"],
  ["transfer.notavailable", "other"],
  ["transfer.dnd", "other"],
]);

/** How agents gave their conversation on, and when each consult began, by agent. */
export interface Transfers {
  readonly transfers: ReadonlyMap<CommunicationTimeline, TransferTimeline>;
  readonly consults: ReadonlyMap<CommunicationTimeline, readonly Dated[]>;
}

/**
 * Which agents consulted somebody, and which gave their conversation on. The platform may say plain `transfer` for both
 * kinds: it was a consult when the one consulted was still there at the giver's end, a blind transfer otherwise.
 */
export function linkTransfers(linked: Linked): Transfers {
  const routes = linkConsults(linked);
  const transfers = new Map<CommunicationTimeline, TransferTimeline>();
  const consults = new Map<CommunicationTimeline, readonly Dated[]>();
  for (const giver of linked.communications) {
    if (!isGiver(giver)) continue;
    const begun = routes.get(giver) ?? NO_ROUTES;
    const transfer = transferOf(giver, begun);
    if (transfer !== undefined) transfers.set(giver, transfer);
    const dates = consultDates(begun, transfer);
    if (dates.length > 0) consults.set(giver, dates);
  }
  return { transfers, consults };
}

const NO_ROUTES: readonly Route[] = [];

function transferOf(giver: CommunicationTimeline, begun: readonly Route[]): TransferTimeline | undefined {
  const at = giver.connection?.end;
  if (at === undefined || !isTransferred(giver)) return undefined;
  const stated = KIND_BY_DISCONNECT.get(giver.state.profile.disconnectType ?? "");
  const isConsult = begun.some((route) => isUnderWay(route, at.at));
  return { kind: stated ?? (isConsult ? "consult" : "blind"), at };
}

/** Where the platform says that there was a consult, and nothing shows it, it had begun by the transfer. */
function consultDates(begun: readonly Route[], transfer: TransferTimeline | undefined): readonly Dated[] {
  if (begun.length > 0 || transfer?.kind !== "consult") return begun.map(({ appeared }) => appeared);
  return [{ ...transfer.at, origin: "inferred" }];
}
