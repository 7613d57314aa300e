import type { Communication } from "./communication";
import type { Role, Work } from "./life";

/** What can be seen of a communication at a moment: what every shape is rendered from. */
export interface Sight {
  readonly state: string;
  readonly initialState: string;
  readonly alertingAt: number | undefined;
  readonly connectedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly disconnectType: string | undefined;
  readonly held: boolean;
  readonly holdStartedAt: number | undefined;
  readonly parkedAt: number | undefined;
  readonly resumeAt: number | undefined;
  readonly securePause: boolean;
  readonly roles: readonly Role[];
  readonly scheduledAt: number | undefined;
  readonly failed: boolean;
  readonly work: WorkSight | undefined;
}

/** What can be seen of after-call work. */
export interface WorkSight {
  readonly state: "pending" | "complete" | "skipped";
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
  readonly wrapup: { readonly endAt: number | undefined; readonly provisional: boolean } | undefined;
  /** Whether dates are shown, or a wrap-up alone. */
  readonly dated: boolean;
}

/** What is seen at a moment; undefined before it has begun. */
export function sightOf(one: Communication, moment: number): Sight | undefined {
  if (moment < one.begunAt) return undefined;
  const { connected, ended } = one;
  const isConnected = connected !== undefined && moment >= connected.seenAt;
  const isEnded = ended !== undefined && moment >= ended.seenAt;
  const stages = one.stages.filter(({ at }) => at <= moment);
  const hold = one.held.findLast(({ from, shownTo = Infinity }) => from.seenAt <= moment && moment < shownTo);
  const isHeld = hold !== undefined && !isEnded;
  const parkings = one.parkings.filter(({ from }) => from.seenAt <= moment);
  const parking = parkings.at(-1);
  const isParked = parking !== undefined && (parking.to === undefined || moment < parking.to);
  const over = one.sketch.mediaType === "call" ? "terminated" : "disconnected";
  const going = isParked ? "parked" : isConnected ? "connected" : (stages.at(-1)?.state ?? "none");
  return {
    state: isEnded ? over : going,
    initialState: one.stages[0]?.state ?? "connected",
    alertingAt: stages.find(({ state }) => state === "alerting")?.at,
    connectedAt: isConnected ? connected.at : undefined,
    endedAt: isEnded ? ended.at : undefined,
    disconnectType: isEnded ? ended.disconnectType : undefined,
    held: isHeld,
    holdStartedAt: isHeld && hold.dated ? hold.from.at : undefined,
    parkedAt: parking?.from.at,
    resumeAt: parking?.resumeAt,
    securePause: !isEnded && one.securePauses.some(({ from, to = Infinity }) => from <= moment && moment < to),
    roles: one.roles.filter(({ at }) => at <= moment),
    scheduledAt: one.schedule.findLast(({ seenAt }) => seenAt <= moment)?.dueAt,
    failed: isEnded && one.failed,
    work: one.work && workSight(one.work, moment),
  };
}

function workSight(work: Work, moment: number): WorkSight | undefined {
  const { pendingAt, provisionalAt, doneAt, edited } = work;
  const endAt = edited !== undefined && moment >= edited.seenAt ? edited.endAt : work.endAt;
  const dated = work.style === "dates";
  if (moment >= doneAt) {
    if (work.kind === "skipped")
      return { state: "skipped", startAt: work.startAt, endAt: work.startAt, wrapup: undefined, dated };
    return { state: "complete", startAt: work.startAt, endAt, wrapup: { endAt, provisional: false }, dated };
  }
  const isSaved = provisionalAt !== undefined && moment >= provisionalAt;
  if (pendingAt === undefined || moment < pendingAt) return undefined;
  const wrapup = isSaved ? { endAt: undefined, provisional: true } : undefined;
  return { state: "pending", startAt: work.startAt, endAt: undefined, wrapup, dated };
}
