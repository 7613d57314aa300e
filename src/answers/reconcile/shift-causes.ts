import { oncePer } from "../../models/memo";
import type { Explanation } from "./causes";
import { hasSameValue, isNear, SAME_MS } from "./numbers";
import { bothOf, type Both } from "./pairs";
import type { SessionPair } from "./sessions";
import { laterOrEarlier, type Subject } from "./subject";

/** Offsets of time zones lie whole quarters of an hour apart. */
const ZONE_STEP_MS = 15 * 60_000;
/** A shift further from such a step is none of zones, however wide the tolerance is: of 7.5 minutes every shift would be one. */
const ZONE_SLACK_MS = 10_000;
/** From the easternmost to the westernmost; no two clocks lie further apart. */
const SHIFT_MAX_MS = 26 * 3_600_000;

/** Why all dates of a session lie apart by the same, with the same values. One number alone shows nothing. */
export function explainByShift({ pair, session, conversation }: Subject): Explanation | undefined {
  const both = bothOf(pair);
  if (both === undefined) return undefined;
  const { toleranceMs } = conversation;
  const shift = shiftOf(both);
  if (isNear(shift, 0, toleranceMs) || Math.abs(shift) > SHIFT_MAX_MS || !isAsLong(both)) return undefined;
  const isShifted = (one: Both) => isAsLong(one) && isNear(shiftOf(one), shift, toleranceMs);
  if (!bothIn(session).every(isShifted) || !hasTwo(conversation.sessions, isShifted)) return undefined;
  const why = `The platform dates all numbers of the session ${laterOrEarlier(shift)}, with the same values.`;
  const slackMs = Math.min(toleranceMs, ZONE_SLACK_MS);
  const isZone = Math.abs(shift) >= ZONE_STEP_MS - slackMs && isNear(offStep(shift), 0, slackMs);
  return { cause: isZone ? "timeZone" : "clockSkew", why };
}

const shiftOf = ({ ours, platform }: Both) => platform.at - ours.at;
const isAsLong = ({ ours, platform }: Both) => hasSameValue(ours, platform, SAME_MS);
const offStep = (shift: number) => shift - ZONE_STEP_MS * Math.round(shift / ZONE_STEP_MS);

/** The numbers of a session that both sides have. */
const bothIn = oncePer(({ pairs }: SessionPair): readonly Both[] => pairs.flatMap((pair) => bothOf(pair) ?? []));

function hasTwo(sessions: readonly SessionPair[], isWanted: (one: Both) => boolean): boolean {
  let count = 0;
  for (const session of sessions)
    for (const one of bothIn(session)) {
      if (isWanted(one)) count += 1;
      if (count > 1) return true;
    }
  return false;
}
