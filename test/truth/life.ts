import type { MediaType } from "../../src/models/media-type";

/** A medium of which communications are generated. */
export type Medium = Extract<MediaType, "call" | "callback" | "chat" | "email" | "message">;

/** What the platform dates at one instant and shows at another, a little later. Epoch ms. */
export interface Shown {
  readonly at: number;
  readonly seenAt: number;
}

/** A state before the connect. */
export interface Stage {
  readonly state: "scheduled" | "contacting" | "dialing" | "alerting";
  readonly at: number;
}

/** A hold. Its end has no date of the platform's: it is the instant that shows it gone. */
export interface Hold {
  readonly from: Shown;
  /** When it ended; undefined: with the communication. */
  readonly to: number | undefined;
  /** Until when its flag stands: a parked communication keeps it. */
  readonly shownTo: number | undefined;
  readonly dated: boolean;
}

/** A parking. Like a hold's, its end is the instant that shows it over. */
export interface Parking {
  readonly from: Shown;
  readonly to: number | undefined;
  readonly resumeAt: number | undefined;
}

/** What a supervisor does from an instant on. */
export interface Role {
  readonly kind: "monitored" | "coached" | "barged";
  readonly participantId: string;
  readonly at: number;
}

/** After-call work: when it was done, and what is shown of it when. */
export interface Work {
  readonly kind: "done" | "skipped";
  readonly startAt: number;
  readonly endAt: number;
  /** When it is first shown as pending; undefined: it is not announced. */
  readonly pendingAt: number | undefined;
  readonly doneAt: number;
  /** `dates`: start and end are shown. `code`: a wrap-up with its end, nothing else. */
  readonly style: "dates" | "code";
  /** A wrap-up code that is saved, but not final. */
  readonly provisionalAt?: number | undefined;
  /** An edit of the end, after the completion. */
  readonly edited?: { readonly endAt: number; readonly seenAt: number } | undefined;
}

/** A promise to call back, and what really came of it. */
export interface CallbackPromise {
  readonly dueAt: number;
  readonly madeAt: number;
  supersededAt?: number;
  attemptAt?: number;
}
