import type { CallingLook } from "./calling-look";

/** How a board counts, and how much it remembers. */
export interface BoardRules {
  /** Over how long a span before now the rates are taken. */
  readonly windowMs: number;
  /** Where promised calls lie by the calendars of the policy, if it has any. */
  readonly callingLook?: CallingLook | undefined;
  readonly shortAbandonMs: (queueId: string, mediaType: string) => number | undefined;
  /** How many ended conversations are kept to be looked at. */
  readonly endedMax: number;
}
