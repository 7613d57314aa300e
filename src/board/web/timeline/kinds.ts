/** How a type of block is shown: by a word, a colour and, where it matters, a pattern. */
export interface BlockKind {
  readonly word: string;
  readonly colour: string;
  readonly pattern?: "stripes" | "dots" | "bars" | "grid";
}

const KINDS = new Map<string, BlockKind>(
  Object.entries<BlockKind>({
    scheduled: { word: "scheduled", colour: "other", pattern: "dots" },
    offering: { word: "offering", colour: "flow" },
    contacting: { word: "contacting", colour: "alert" },
    dialing: { word: "dialing", colour: "alert" },
    alert: { word: "alerting", colour: "alert", pattern: "dots" },
    transmitting: { word: "transmitting", colour: "flow" },
    interact: { word: "talk", colour: "talk" },
    connection: { word: "connected", colour: "talk" },
    ivr: { word: "flow", colour: "flow" },
    acd: { word: "queue", colour: "queue", pattern: "bars" },
    voicemail: { word: "voicemail", colour: "flow", pattern: "dots" },
    hold: { word: "hold", colour: "hold", pattern: "stripes" },
    parked: { word: "parked", colour: "parked", pattern: "bars" },
    securePause: { word: "secure pause", colour: "pause", pattern: "grid" },
    monitoring: { word: "monitoring", colour: "other", pattern: "stripes" },
    coaching: { word: "coaching", colour: "other", pattern: "dots" },
    barging: { word: "barging", colour: "other", pattern: "bars" },
    wrapup: { word: "after-call work", colour: "work" },
  }),
);

/** How a type of block is shown; one that is not known by its own name. */
export function kindOf(type: string): BlockKind {
  return KINDS.get(type) ?? { word: type, colour: "other" };
}

/** The sign of a deadline's outcome, and whether it is good. */
export interface Sign {
  readonly sign: string;
  readonly state: "good" | "warn" | "bad" | "plain";
}

const SIGNS = new Map<string, Sign>([
  ["met", { sign: "✓", state: "good" }],
  ["pending", { sign: "○", state: "plain" }],
  ["dueSoon", { sign: "◔", state: "warn" }],
  ["late", { sign: "◐", state: "warn" }],
  ["overdue", { sign: "!", state: "bad" }],
  ["missed", { sign: "✕", state: "bad" }],
  ["cancelled", { sign: "–", state: "plain" }],
]);

/** The sign of an outcome; a question mark for one that is not known. */
export function signOf(status: string): Sign {
  return SIGNS.get(status) ?? { sign: "?", state: "plain" };
}
