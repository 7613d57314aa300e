import { newParticipants, sameParticipant } from "./acts/alerts";
import { besideOtherCalls, callbacks } from "./acts/callbacks";
import { securePauses, supervision } from "./acts/calls";
import { consults } from "./acts/consults";
import { eventsAlone } from "./acts/events";
import { holdMissed, parkedSeenEnded, resumeMissed, seenEnded, seenFromTheMiddle } from "./acts/gaps";
import { sessionsAtOnce, consecutiveSessions } from "./acts/messaging";
import { parks } from "./acts/parks";
import { waits } from "./acts/waits";
import { afterCallWork, workOfSessions } from "./acts/work";
import type { Act } from "./script";

/** Every family of scenarios. Their places give them their seeds: add at the end. */
export const FAMILIES: readonly Act[] = [
  consecutiveSessions,
  sessionsAtOnce,
  parks,
  securePauses,
  supervision,
  waits,
  newParticipants,
  sameParticipant,
  afterCallWork,
  workOfSessions,
  consults,
  callbacks,
  besideOtherCalls,
  seenEnded,
  seenFromTheMiddle,
  holdMissed,
  eventsAlone,
  parkedSeenEnded,
  resumeMissed,
];
