/** Numbers that are not compared, and why not. */
export const NOT_COMPARED: ReadonlyMap<string, string> = new Map([
  ["tWait", "the platform has it in aggregates only, not on sessions"],
  ["tShortAbandon", "the platform has it in aggregates only, and by a threshold of its own"],
  ["tConversationDuration", "the platform gives it for a conversation, not for a session"],
  ["nCallbackScheduled", "convofold counts promises to call back, the platform callbacks"],
  ["nFlow", "flows are another data set of the platform"],
  ["tFlow", "flows are another data set of the platform"],
  ["tFlowExit", "flows are another data set of the platform"],
  ["tFlowDisconnect", "flows are another data set of the platform"],
  ["nFlowOutcome", "flows are another data set of the platform"],
  ["nFlowOutcomeFailed", "flows are another data set of the platform"],
  ["tFlowOutcome", "flows are another data set of the platform"],
]);

/** Rules by which the platform counts otherwise, where its numbers show that it did; read by people, in the documentation. */
export const OTHER_DEFINITIONS = {
  digitalHold:
    "On chats and messages the platform reports an agent's work on other interactions as hold. A hold that no record shows would look the same.",
  zeroLength: "The platform may give a length or a count of 0; convofold emits nothing for what did not come about.",
  divided:
    "The platform may divide a talk or a hold in two, with nothing between; convofold measures it whole, or the other way.",
  customerFirst: "The platform counts an alert as not answered though the customer left first; convofold does not.",
  talkDate: "The platform dates the sum of talk at the end of the session; convofold at the end of the last talk.",
  parked: "The platform counts parked time as handled; convofold does not.",
  carrier: "The platform puts the answer on the queue's session; convofold on that of the agent who answered.",
  bothSessions: "The platform may count a wait on the queue's session and on the agent's; convofold counts it once.",
  customersOnly: "The platform counts connects of others too; convofold those of customers.",
} as const;

/** Numbers of what an agent does while connected: none of them is evaluated where records of it may be missing. */
export const TALK_AND_HOLD: ReadonlySet<string> = new Set([
  "tTalk",
  "tTalkComplete",
  "tHeld",
  "tHeldComplete",
  "tPark",
  "tParkComplete",
]);

/** Sums of several spans: what lies so long before their date is the start of none. */
export const SUMS: ReadonlySet<string> = new Set(["tHandle", "tTalkComplete", "tHeldComplete", "tParkComplete"]);

/** Numbers that depend on other communications of the conversation, too. */
export const TIED: ReadonlySet<string> = new Set([
  "tAnswered",
  "tAbandon",
  "tFlowOut",
  "tNotResponding",
  "nTransferred",
  "nBlindTransferred",
  "nConsultTransferred",
  "nConsult",
]);

/** Media on which a hold is one. */
export const VOICE: ReadonlySet<string> = new Set(["call", "callback", "unknown"]);
