/** What lies one after the other in one topic: up to an offset it is folded before anything else is. */
export interface InputRun {
  readonly topic: string;
  readonly until: bigint;
}

/**
 * Up to where each topic of a partition's input is folded. Their sum is the place in the fold: of one topic it is the offset, of several
 * it rises with each record, whatever topic that is of.
 */
export class InputOffsets {
  private readonly byTopic: Map<string, bigint>;

  constructor(readonly topics: readonly string[]) {
    this.byTopic = new Map(topics.map((topic) => [topic, 0n]));
  }

  copy(): InputOffsets {
    const copy = new InputOffsets(this.topics);
    for (const [topic, offset] of this.byTopic) copy.set(topic, offset);
    return copy;
  }

  get(topic: string): bigint {
    const offset = this.byTopic.get(topic);
    if (offset === undefined) throw new RangeError(`${topic} is no topic of the input`);
    return offset;
  }

  set(topic: string, offset: bigint): void {
    this.get(topic);
    this.byTopic.set(topic, offset);
  }

  /** The place in the fold. */
  place(): bigint {
    let sum = 0n;
    for (const offset of this.byTopic.values()) sum += offset;
    return sum;
  }

  /** The place at which an offset of a topic is reached, where nothing of another is read before. */
  placeOf(topic: string, offset: bigint): bigint {
    return this.place() + offset - this.get(topic);
  }

  /** The offset of a topic at which a place is reached, where nothing of another is read before. */
  offsetAt(topic: string, place: bigint): bigint {
    return this.get(topic) + place - this.place();
  }

  all(): ReadonlyMap<string, bigint> {
    return new Map(this.byTopic);
  }

  /** What is kept of them besides the place: nothing of one topic, as that is its offset. */
  save(): readonly (readonly [string, bigint])[] | undefined {
    return this.byTopic.size === 1 ? undefined : [...this.byTopic];
  }

  /** Takes up what was kept, or nothing of what was not. */
  restore(place: bigint, saved: readonly (readonly [string, bigint])[] | undefined): void {
    const [first = ""] = this.topics;
    for (const [topic, offset] of saved ?? [[first, place] as const]) this.set(topic, offset);
  }

  /** As a reader of a log takes it: the offset of one topic, or each with its topic. */
  text(): string {
    if (this.byTopic.size === 1) return String(this.place());
    return [...this.byTopic].map(([topic, offset]) => `${topic} ${offset}`).join(", ");
  }
}
