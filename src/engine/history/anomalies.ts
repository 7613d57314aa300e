import type { AnomalyCounts, AnomalyKind } from "../../models/anomaly";
import type { ParticipantState } from "../../models/communication";
import type { ConversationTimeline } from "../../models/timeline";
import { countShadows } from "../../reducers/conversation";

/** What was odd in a lifecycle, counted. */
export function sumAnomalies(timeline: ConversationTimeline, participants: readonly ParticipantState[]): AnomalyCounts {
  const sum: Partial<Record<AnomalyKind, number>> = {};
  const add = (counts: AnomalyCounts) => {
    for (const [kind, count] of Object.entries(counts) as [AnomalyKind, number][]) sum[kind] = (sum[kind] ?? 0) + count;
  };
  for (const { anomalies } of timeline.communications) add(anomalies);
  for (const participant of participants) {
    add(participant.anomalies);
    const shadows = countShadows(participant);
    if (shadows > 0) add({ shadowCommunication: shadows });
  }
  return sum;
}
