import type { CallingPolicy } from "./calling-policy";
import type { Limits } from "./limits";
import type { LeadName } from "./warned-kinds";

/** The limits that may be set for all, per medium, per queue, and per medium of a queue. */
export interface PolicyRules extends Readonly<Partial<Record<LeadName, number | undefined>>> {
  readonly answerTarget?: number | undefined;
  readonly shortAbandon?: number | undefined;
  readonly holdMax?: number | undefined;
  readonly securePauseMax?: number | undefined;
  readonly callbackTolerance?: number | undefined;
  readonly ownerWindow?: number | undefined;
  readonly timerTolerance?: number | undefined;
}

/** The policy as the engine needs it: every span in ms. `undefined` where a limit is switched off. */
export interface Policy {
  readonly latenessMs: number;
  readonly settleMs: number;
  readonly sweepMs: number;
  readonly markersMs: number;
  readonly stuckConversationMs: number;
  readonly stuckAfterCallWorkMs: number;
  readonly firstSightMs: number;
  readonly totalsToleranceMs: number;
  readonly leapMs: number;
  /** By which outputs name it; undefined where they do not. */
  readonly digest?: string | undefined;
  /** Whether it was chosen for a whole run: then no policy that a recording has takes its place. */
  readonly isFixed?: boolean | undefined;
  /** Whether views show in which zones the number of a callback may be; only calendars ask for it. */
  readonly showsCalleeZones?: boolean;
  /** By which it is warned of a promise before the window closes in which it may be kept. */
  readonly calling?: CallingPolicy | undefined;
  /** The limits for a queue and medium; both may be unknown. */
  readonly limitsFor: (queueId: string | undefined, mediaType: string) => Limits;
}
