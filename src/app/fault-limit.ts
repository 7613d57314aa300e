import type { FaultReport } from "../models/fault";

/** So many faults of one place in the programme are told in an hour. */
const TOLD_MAX = 100;
const HOUR_MS = 3_600_000;

/** What is to be done with a fault: it is told; told with a word that more are not; or only counted. */
export type FaultAdmission = "told" | "last" | "counted";

/** Cuts a flood of faults short, place by place in the programme, so that none hides another; each hour anew. */
export class FaultLimit {
  private readonly toldByPlace = new Map<string, number>();
  private since: number;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.since = now();
  }

  admit({ stage, error, stack }: FaultReport): FaultAdmission {
    const now = this.now();
    if (now - this.since >= HOUR_MS) {
      this.toldByPlace.clear();
      this.since = now;
    }
    const place = [stage, error, stack[0] ?? ""].join(" ");
    const told = (this.toldByPlace.get(place) ?? 0) + 1;
    this.toldByPlace.set(place, told);
    if (told > TOLD_MAX) return "counted";
    return told === TOLD_MAX ? "last" : "told";
  }
}
