/** Why a number of ours and one of the platform differ, with what each cause means. */
export const CAUSE_MEANING = {
  outsideLog: "It became final, or its session began, outside the time that the log covers.",
  outsideExport: "It became final, or its conversation began, outside the time that the export covers.",
  missingConversation: "No record of the conversation is in the log, though the log covers its time.",
  notInExport:
    "The conversation is not in the export, though the export covers its time: a page was lost, or a filter left it out.",
  notStated:
    "The export states no number of this name in any session, so ours of it, at least 20, have nothing to be compared with.",
  repeatedInExport: "The export has the same number of the same session more than once.",
  otherDefinition: "The platform counts it by another rule than convofold.",
  otherConversation: "Both have the session, each in another conversation, as where two were merged.",
  otherSession: "Both have the number, each on another communication of the conversation.",
  editedWrapUp: "After-call work, or its wrap-up code, was edited. Convofold keeps the first completion.",
  timeZone: "The export is dated in another time zone.",
  clockSkew: "Both sides date the same by clocks that differ.",
  lostHold: "The platform knows a hold that no record in the log shows.",
  gap: "It lies in a gap of the log: records of it may be missing.",
  missingEvent: "A record that would date it is not in the log.",
  lateEvent: "Records of the conversation came later than the lateness allows, and were not folded.",
  rejectedRecord: "Records of the conversation, or of a participant in it, were rejected.",
  ownFault: "A fault of convofold itself came about in the work on the conversation.",
} as const;

export type CauseName = keyof typeof CAUSE_MEANING;

/** In the order in which they are shown. */
export const CAUSES = Object.keys(CAUSE_MEANING) as readonly CauseName[];

/** What to fetch again where a difference has a cause: events into the log, or the export. */
export const FETCH_BY_CAUSE: Readonly<Partial<Record<CauseName, "records" | "export">>> = {
  missingConversation: "records",
  gap: "records",
  missingEvent: "records",
  lostHold: "records",
  rejectedRecord: "records",
  notInExport: "export",
  outsideExport: "export",
};

/** A named cause with what in the case at hand shows it. */
export interface Explanation {
  readonly cause: CauseName;
  readonly why: string;
}
