import type { IgnoredKind } from "../models/decoded";
import type { Instant } from "../models/instant";
import type { PolicySwitch } from "../models/policy-switch";
import type { RejectionReason } from "../models/rejection";
import type { Wrapping } from "./recorded";
import type { JsonObject } from "./spellings";

/** What stops a record from being read. `detail` is a hint. */
export interface Obstacle {
  readonly reason: RejectionReason;
  readonly path?: string;
  readonly detail?: string;
}

/** The body of a notification, with what its envelopes say of it. */
export interface Body {
  readonly body: JsonObject;
  readonly topicName: string | undefined;
  /** The innermost envelope's instant: EventBridge's `detail.timestamp`, then `time`. */
  readonly sentAt: Instant | undefined;
}

/** What went wrong in our own work on what lies at a place of a list. */
export interface OwnFault {
  readonly fault: unknown;
}

/** One body that a record holds, or why there is none at its place. */
export interface Unwrapped {
  readonly wrapping: Wrapping;
  readonly content:
    Body | Obstacle | { readonly ignored: IgnoredKind } | { readonly policySwitch: PolicySwitch } | OwnFault;
  /** The names of the envelopes around it, outermost first. */
  readonly envelopes: readonly string[];
}
