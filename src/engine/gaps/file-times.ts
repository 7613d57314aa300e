import type { Gap } from "../../models/gap";
import type { Instant } from "../../models/instant";

/** A file of a log: the instants that it begins and ends with, the latest in it, and what was wrong with it. */
interface FileTimes {
  readonly file: string;
  first: Instant | undefined;
  last: Instant | undefined;
  latest: Instant;
  problem: string | undefined;
}

/** Dates what files that could not be read to their end lack. */
export class FilesTimes {
  private readonly files: FileTimes[] = [];

  /** Begins the next file of the log: what is taken from here on is of it. */
  begin(file: string): void {
    this.files.push({ file, first: undefined, last: undefined, latest: -Infinity, problem: undefined });
  }

  /** Takes the instant of a record, if it has one. */
  take(at: Instant | undefined): void {
    const times = this.files.at(-1);
    if (at === undefined || times === undefined) return;
    times.first ??= at;
    times.last = at;
    times.latest = Math.max(times.latest, at);
  }

  damage(problem: string): void {
    const times = this.files.at(-1);
    if (times !== undefined) times.problem = problem;
  }

  gaps(): Gap[] {
    return this.files.flatMap(({ file, problem }, index) =>
      problem === undefined ? [] : [{ ...this.datesOf(index), reason: "damagedFile", detail: `${file} ${problem}` }],
    );
  }

  /**
   * From the last instant that could be read to the start of the first later file that begins no earlier: one that begins
   * earlier lies beside the damaged one, not behind it. Of a file in which nothing could be read, its neighbours decide, if they follow
   * each other.
   */
  private datesOf(index: number): { readonly from: Instant; readonly to: Instant } {
    const later = this.files.slice(index + 1);
    const from = this.files[index]?.last ?? this.endBefore(index, later[0]?.first);
    if (from === undefined) return { from: -Infinity, to: Infinity };
    const to = later.flatMap((one) => one.first ?? []).find((first) => first >= from) ?? Infinity;
    return { from, to: Math.max(to, from + 1) };
  }

  private endBefore(index: number, next: Instant | undefined): Instant | undefined {
    const latest = this.files[index - 1]?.latest ?? -Infinity;
    return next !== undefined && Number.isFinite(latest) && next >= latest ? latest : undefined;
  }
}
