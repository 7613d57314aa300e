import { InputOffsets, type InputRun } from "./input-offsets";

/** With every so many the state is kept, so that a position stays small. */
const RUNS_MAX = 256;

/**
 * In which order the topics of an input were read since the state was kept. Whoever restores it reads them in the same order again, so that
 * it comes to the same, in the same revisions. Of one topic there is nothing to be remembered.
 */
export class InputRuns {
  private runs: InputRun[] = [];
  private left: readonly InputRun[] = [];
  /** Where the first run of each topic begins: as of when the state was kept. */
  private begin: InputOffsets;

  constructor(private readonly topics: readonly string[]) {
    this.begin = new InputOffsets(topics);
  }

  /** Takes up what was kept behind these offsets. */
  restore(saved: SavedRuns | undefined, from: InputOffsets): void {
    this.begin = from.copy();
    const read = new Map<string, bigint>();
    this.left = unpackRuns(saved ?? [], from).filter(({ topic, until }) => {
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
    if (this.topics.length === 1) return;
    if (this.runs.at(-1)?.topic === topic) this.runs.pop();
    this.runs.push({ topic, until });
  }

  /** Begins anew: the state is kept as of these offsets. */
  clear(at: InputOffsets): void {
    this.runs = [];
    this.begin = at.copy();
  }

  isLong(): boolean {
    return this.runs.length >= RUNS_MAX;
  }

  /** Those since the state was kept; undefined where there is nothing to be remembered. */
  save(): SavedRuns | undefined {
    return this.topics.length === 1 ? undefined : packRuns(this.runs, this.begin);
  }
}

/**
 * Runs as a position keeps them, some three bytes for each: how long each is, times the number of topics, plus the place of its topic
 * among them. Earlier builds kept them as they are.
 */
export type SavedRuns = readonly number[] | readonly InputRun[];

function packRuns(runs: readonly InputRun[], from: InputOffsets): readonly number[] {
  const at = from.copy();
  const { topics } = at;
  return runs.map(({ topic, until }) => {
    const length = Number(until - at.get(topic));
    at.set(topic, until);
    return length * topics.length + topics.indexOf(topic);
  });
}

function unpackRuns(saved: SavedRuns, from: InputOffsets): readonly InputRun[] {
  const at = from.copy();
  const { topics } = at;
  return saved.map((one) => {
    if (typeof one === "object") return one;
    const topic = topics[one % topics.length] ?? "";
    const until = at.get(topic) + BigInt(Math.floor(one / topics.length));
    at.set(topic, until);
    return { topic, until };
  });
}
