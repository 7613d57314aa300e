import { calleeZonesIn } from "../../models/callee-zones";
import type { CallbackTimeline, CommunicationTimeline } from "../../models/timeline";

/** The zones of the customer's own numbers, else of those that the latest other communication of the callback shows. */
export function calleeZonesOf(
  customer: CommunicationTimeline,
  { communications }: CallbackTimeline,
): readonly string[] | undefined {
  const said = ({ state }: CommunicationTimeline) => state.profile.calleeZones;
  const other = communications.findLast((one) => said(one) !== undefined);
  return calleeZonesIn(said(customer) ?? (other && said(other)));
}
