import { fromGapRecord, sortGaps, toGapRecord } from "../../models/gap";
import type { GapRecord } from "../../models/gap-record";

/** The gaps that conversations are marked with, each counted, so that one goes with the last conversation that has it. */
export class KnownGaps {
  private readonly times = new Map<string, number>();
  private sorted: readonly GapRecord[] | undefined;

  /** Adds those of a conversation, or takes them out again (`times` −1). */
  add(gaps: readonly GapRecord[], times: 1 | -1): void {
    for (const gap of gaps) {
      const key = JSON.stringify(gap);
      const count = (this.times.get(key) ?? 0) + times;
      if (count > 0) this.times.set(key, count);
      else this.times.delete(key);
      this.sorted = undefined;
    }
  }

  /** All of them with others that are known, each once, in the order in which they are shown. */
  with(others: readonly GapRecord[]): readonly GapRecord[] {
    this.sorted ??= sorted([...this.times.keys()].map((key) => JSON.parse(key) as GapRecord));
    return others.length === 0 ? this.sorted : sorted([...this.sorted, ...others]);
  }
}

function sorted(gaps: readonly GapRecord[]): readonly GapRecord[] {
  return sortGaps(gaps.map(fromGapRecord)).map(toGapRecord);
}
