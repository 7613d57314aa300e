import type { Communication } from "../communication";
import { talksOf } from "../spans";
import { iso, type Json } from "./flat";

/** The platform's own segments of a communication up to a moment, as REST bodies list them. */
export function segmentsOf(one: Communication, moment: number): Json[] {
  const { connected, ended, work } = one;
  const all = [
    ...one.stages.map(({ state, at }, index) => ({
      type: STAGE_WORDS[state],
      from: at,
      to: one.stages[index + 1]?.at ?? connected?.at ?? ended?.at,
    })),
    ...talksOf(one).map(({ from, to }) => ({ type: "Interact", from, to })),
    ...one.held.map(({ from, to }) => ({ type: "Hold", from: from.at, to: to ?? ended?.at })),
    ...one.parkings.map(({ from, to }) => ({ type: "Parked", from: from.at, to: to ?? ended?.at })),
    ...(work?.kind === "done" && work.doneAt <= moment ? [{ type: "Wrapup", from: work.startAt, to: work.endAt }] : []),
  ];
  return all
    .filter(({ from }) => from <= moment)
    .sort((left, right) => left.from - right.from)
    .map(({ type, from, to }) => ({
      type,
      startTime: iso(from),
      endTime: to !== undefined && to <= moment ? iso(to) : undefined,
    }));
}

const STAGE_WORDS = {
  scheduled: "Scheduled",
  contacting: "Contacting",
  dialing: "Dialing",
  alerting: "Alert",
} as const;
