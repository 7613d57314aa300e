import type { FaultReport } from "../models/fault";

/** So many faults of one place in the programme are reported in an hour. */
const REPORTED_MAX = 100;
const HOUR_MS = 3_600_000;

/** What is to be done with a fault: it is reported; reported with a note that more are not; or only counted. */
export type FaultAdmission = "reported" | "last" | "counted";

/** Cuts a flood of faults short, place by place in the programme, so that none hides another; each hour anew. */
export class FaultLimit {
  private readonly reportedByPlace = new Map<string, number>();
  private since: number;

  constructor(private readonly now: () => number = () => performance.now()) {
    this.since = now();
  }

  admit({ stage, error, stack }: FaultReport): FaultAdmission {
    const now = this.now();
    if (now - this.since >= HOUR_MS) {
      this.reportedByPlace.clear();
      this.since = now;
    }
    const place = [stage, error, stack[0] ?? ""].join(" ");
    const reported = (this.reportedByPlace.get(place) ?? 0) + 1;
    this.reportedByPlace.set(place, reported);
    if (reported > REPORTED_MAX) return "counted";
    return reported === REPORTED_MAX ? "last" : "reported";
  }
}
