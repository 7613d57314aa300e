import type { Dated } from "../models/dated";
import { isStaff, type CommunicationTimeline } from "../models/timeline";
import { beginningOf } from "./callback-dates";

/** Whether a call was dialled, not answered: the platform says `outbound`, or it was seen contacting or dialing. */
export function isDialled({ state, segments }: CommunicationTimeline): boolean {
  const { direction, initialState } = state.profile;
  if (direction !== undefined) return direction === "outbound";
  const isDialling = (name: string | undefined) => name === "contacting" || name === "dialing";
  return isDialling(initialState) || segments.some(({ type }) => isDialling(type));
}

/** Whether somebody who works for the centre may have dialled it: not who was alerted, not who is `inbound`. */
export function mayHaveDialled(call: CommunicationTimeline): boolean {
  return isStaff(call) && !isInbound(call) && !call.segments.some(({ type }) => type === "alert");
}

/** Whether the platform says that a call came in. */
export function isInbound({ state }: CommunicationTimeline): boolean {
  return state.profile.direction === "inbound";
}

/** When a call began, where that is known: of one first seen ended it may not be. */
export function diallingOf(
  call: CommunicationTimeline,
  communications: readonly CommunicationTimeline[],
): Dated | undefined {
  const dialling = call.segments.find(({ type }) => type === "contacting" || type === "dialing")?.start;
  const began = beginningOf(call, communications);
  if (call.state.incomplete && began === call.state.firstSeen) return dialling;
  return dialling !== undefined && dialling.at < began.at ? dialling : began;
}

/**
 * When a dialled call was answered. The first detail event of a session dates its dialling, not its answer; its last one
 * says how long was talked.
 */
export function answerOf({ state, connection }: CommunicationTimeline): Dated | undefined {
  if (connection?.start.origin !== "event") return connection?.start;
  const { ended } = state.phases;
  const talkedMs = state.totals?.values.connectedMs ?? 0;
  return ended !== undefined && talkedMs > 0 ? { ...ended, at: ended.at - talkedMs } : undefined;
}
