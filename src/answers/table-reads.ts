/** The numbers that a table is made of, by name: it comes to the same without all others. */
export const TABLE_MEASUREMENTS: ReadonlySet<string> = new Set([
  ...["tAnswered", "nOffered", "tAbandon", "tFlowOut", "tShortAbandon"],
  ...["tTalk", "tTalkComplete", "tHeld", "tHeldComplete", "nHolds", "tAcw", "tHandle", "tDialing", "tContacting"],
  ...["nCallbackScheduled", "tCallbackWait"],
]);

/** The deadlines that a table is made of, by kind. */
export const TABLE_DEADLINES: ReadonlySet<string> = new Set(["callbackDue"]);
