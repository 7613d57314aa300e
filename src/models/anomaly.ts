/**
 * What in a conversation contradicts itself or the rules. An anomaly never stops the fold; it is counted by kind, and
 * shown in the view of its conversation.
 */
export const anomalyMeaning = {
  activeAfterEnd: "A communication was seen active after it had ended, with no new connect.",
  regression: "A communication was seen in an earlier phase than before.",
  unexpectedTransition: "A communication went from one phase to another in a way that no source describes.",
  endedWhileActive: "An end was reported beside a state that is not ended. The end was believed.",
  connectedTimeChanged: "Another connect instant was reported for the same communication. The first stands.",
  endTimeChanged: "Another end was reported for the same communication. The first stands.",
  holdReappeared: "A hold that had ended was seen again. Its first end stands.",
  holdAfterEnd: "A hold was reported to begin after the end of its communication.",
  negativeSpan: "A span would have had a negative length (two clocks, or an edit) and was cut to 0.",
  overlap: "Two spans of a communication overlapped. The later one was cut.",
  seenFromTheMiddle:
    "A communication was first seen long after its connect. What was before is unknown: its first talk and its sums are inferred.",
  totalsDisagree:
    "The platform's totals or segments of a communication contradict what was seen of it. Both are kept; its sums are inferred.",
  afterCallWorkEdited: "After-call work was edited after its first completion. The first completion stands.",
  afterCallWorkStartChanged: "Another start of after-call work was reported. The first stands.",
  ambiguousCommunication:
    "A record without communication id fits several communications of its participant. It was not folded.",
  shadowCommunication:
    "Records without communication id describe a communication that overlaps a named one. It was not measured.",
} as const;

export type AnomalyKind = keyof typeof anomalyMeaning;

/** How often each kind occurred. */
export type AnomalyCounts = Readonly<Partial<Record<AnomalyKind, number>>>;

/** Counts with one more of a kind. */
export function withAnomaly(counts: AnomalyCounts, kind: AnomalyKind): AnomalyCounts {
  return { ...counts, [kind]: (counts[kind] ?? 0) + 1 };
}
