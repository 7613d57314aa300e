import { AppError } from "../../models/app-error";
import type { Decoded } from "../../models/decoded";
import { sortGaps, type Gap } from "../../models/gap";
import type { Instant } from "../../models/instant";
import { FilesTimes } from "./file-times";
import { OffsetHoles } from "./offset-holes";

/** Which gaps are to be known of. */
export interface GapOptions {
  /** Those that were declared. */
  readonly gaps?: readonly Gap[] | undefined;
  /** Whether a hole in the offsets of a partition is a gap: only where the topic has no transactions and is not compacted. */
  readonly offsetGaps?: boolean | undefined;
}

/** So many holes are those of transactions or of a compacted topic, not of lost records. */
const HOLES_MAX = 1000;

/** Finds the gaps of a log as it is read, whoever reads it. */
export class LogGaps {
  private readonly holes = new OffsetHoles();
  private readonly times = new FilesTimes();

  constructor(private readonly order: GapOptions) {}

  /** Begins the next file: what is taken from here on is of it. */
  begin(file: string): void {
    this.times.begin(file);
  }

  take(record: Decoded): void {
    const at = instantOf(record);
    this.times.take(at);
    // A line that names a policy lies before the record at its offset, and is none.
    if (this.order.offsetGaps !== true || !("partition" in record.position) || "policySwitch" in record) return;
    this.holes.take(record.position, at);
  }

  /** The file that was begun last could not be read to its end. */
  damage(problem: string): void {
    this.times.damage(problem);
  }

  /** All that are known by now. Throws `AppError` where holes are so many that they say nothing of lost records. */
  gaps(): readonly Gap[] {
    refuseTooMany(this.holes.count());
    return sortGaps([...(this.order.gaps ?? []), ...this.holes.gaps(), ...this.times.gaps()]);
  }
}

/** The instant by which a record dates what is missing beside it. */
export function instantOf(record: Decoded): Instant | undefined {
  return record.kind === "observations" ? (record.at ?? record.latestInside) : undefined;
}

/** Throws `AppError` where holes in offsets are too many to be lost records. */
export function refuseTooMany(holes: number): void {
  if (holes <= HOLES_MAX) return;
  throw new AppError(
    "wrongUse",
    `The offsets have ${String(holes)} holes: the topic has transactions or is compacted, and they say nothing of lost records.`,
    "Leave out --offset-gaps, and declare a time of which records are known to be missing.",
  );
}
