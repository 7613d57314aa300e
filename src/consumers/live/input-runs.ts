import type { InputOffsets, InputRun } from "./input-offsets";

/** With every so many the state is kept, so that a position stays small. */
const RUNS_MAX = 256;

/**
 * In which order the topics of an input were read since the state was kept. Whoever restores it reads them in the same order again, so that
 * it comes to the same, in the same revisions. Of one topic there is nothing to be remembered.
 */
export class InputRuns {
  private runs: InputRun[] = [];
  private left: readonly InputRun[] = [];

  constructor(private readonly isNeeded: boolean) {}

  /** Takes up what was kept behind these offsets. */
  restore(runs: readonly InputRun[], from: Pick<InputOffsets, "get">): void {
    const read = new Map<string, bigint>();
    this.left = runs.filter(({ topic, until }) => {
      const isFurther = until > (read.get(topic) ?? from.get(topic));
      read.set(topic, until);
      return isFurther;
    });
    this.runs = [...this.left];
  }

  /** What is to be read next; undefined where that is free. */
  next(): InputRun | undefined {
    return this.left[0];
  }

  /** Whether something of a topic is still to be read again. */
  has(topic: string): boolean {
    return this.left.some((run) => run.topic === topic);
  }

  /** Takes note that a topic was read up to an offset. */
  note(topic: string, until: bigint): void {
    const [again] = this.left;
    if (again !== undefined) {
      if (again.topic !== topic || until > again.until)
        throw new RangeError(`${topic} was not to be read up to ${until}`);
      if (until === again.until) this.left = this.left.slice(1);
      return;
    }
    if (!this.isNeeded) return;
    if (this.runs.at(-1)?.topic === topic) this.runs.pop();
    this.runs.push({ topic, until });
  }

  /** Begins anew: the state is kept. */
  clear(): void {
    this.runs = [];
  }

  isLong(): boolean {
    return this.runs.length >= RUNS_MAX;
  }

  /** Those since the state was kept; undefined where there is nothing to be remembered. */
  save(): readonly InputRun[] | undefined {
    return this.isNeeded ? this.runs : undefined;
  }
}
