import { InputOffsets } from "../position/input-offsets";
import { InputRuns } from "../position/input-runs";
import { InputFingerprint } from "../position/input-fingerprint";
import { isPlayed } from "../records/played";
import type { LogRecord, PartitionLog } from "../port/port";
import type { StateReader } from "../state/state-codec";
import type { StatePosition } from "../state/state-kinds";

/** What of a position says where its partition stands in the input. */
type SavedInput = Pick<StatePosition, "offset" | "offsets" | "runs" | "isPlayed" | "mark" | "marks">;

/** Where the fold of a partition stands in its input, which is one topic or several, and by what that is known again. */
export class PartitionInput {
  readonly offsets: InputOffsets;
  /** Up to here all was written before: a place in the fold. */
  emittedUpTo = 0n;
  /** Whether its latest record was played from a log. */
  isPlayed = false;
  private readonly runs: InputRuns;
  private readonly fingerprints: ReadonlyMap<string, InputFingerprint>;
  /** Whether anybody has served it before. */
  isBegun = false;
  /**
   * Whether there is a state with which whoever comes next can begin. The first that is written has one: nobody could say later from where on it
   * was read.
   */
  private isKept = false;

  constructor(readonly topics: readonly string[]) {
    this.offsets = new InputOffsets(topics);
    this.runs = new InputRuns(topics);
    this.fingerprints = new Map(topics.map((topic) => [topic, new InputFingerprint()]));
  }

  restore({ checkpoint, position }: Pick<StateReader, "checkpoint" | "position">): void {
    this.isKept ||= checkpoint !== undefined;
    this.isBegun = checkpoint !== undefined || position !== undefined;
    this.offsets.restore(checkpoint?.offset ?? unreadBefore(position), checkpoint?.offsets);
    this.emittedUpTo = position?.offset ?? 0n;
    this.isPlayed = position?.isPlayed ?? false;
    this.runs.restore(position?.runs, this.offsets);
    const [first = ""] = this.topics;
    const marks = new Map(position?.marks ?? [[first, position?.mark]]);
    for (const [topic, fingerprint] of this.fingerprints) fingerprint.restore(marks.get(topic));
  }

  /** The place that it is to be given next: of one topic its offset. */
  next(): bigint {
    return this.offsets.place();
  }

  /** Whether it is reading again what it had read. */
  isCatchingUp(): boolean {
    return this.next() < this.emittedUpTo;
  }

  /** What it is to be given next, where that is not free: whoever reads again reads in the same order. */
  wanted(): ReturnType<InputRuns["next"]> {
    return this.runs.next();
  }

  /** Records of a topic, the next ones, are folded, and all before an offset is done. */
  take(topic: string, messages: readonly LogRecord[], after: bigint): void {
    // What brings a topic no further is no run: whoever restored it would wait for the topic's next record.
    if (after !== this.offsets.get(topic)) this.runs.note(topic, after);
    this.offsets.set(topic, after);
    const last = messages.at(-1);
    this.isPlayed = isPlayed(last) ?? this.isPlayed;
    this.fingerprints.get(topic)?.note(last);
  }

  /** Whether a topic may be read on behind records that are not there any more: what was read of it need not be read again. */
  maySkip(topic: string): boolean {
    return this.topics.length === 1 ? !this.isCatchingUp() : !this.runs.has(topic);
  }

  /** Reads a topic on from another offset. Returns by how much all places behind rise. */
  skipTo(topic: string, offset: bigint): bigint {
    const by = offset - this.offsets.get(topic);
    if (this.topics.length > 1 && this.emittedUpTo > 0n) this.emittedUpTo += by;
    this.offsets.set(topic, offset);
    // Whoever comes next is to begin behind what is skipped.
    if (by > 0n) this.isKept = false;
    return by;
  }

  /** Whether the state is to be kept with what is written next. */
  isKeepingDue(): boolean {
    return !this.isKept || this.runs.isLong();
  }

  /** The state is kept as of here. */
  keep(): void {
    this.isKept = true;
    this.runs.clear(this.offsets);
  }

  /** What a position says of it, once all up to here is written. */
  save(): SavedInput {
    this.emittedUpTo = this.next();
    const { emittedUpTo: offset, isPlayed: played, fingerprints } = this;
    const marks = [...fingerprints].map(([topic, fingerprint]) => [topic, fingerprint.mark()] as const);
    const isOne = this.topics.length === 1;
    return {
      offset,
      ...(!isOne && { offsets: this.offsets.save(), runs: this.runs.save(), marks }),
      isPlayed: played,
      mark: isOne ? marks[0]?.[1] : undefined,
    };
  }

  /** Throws `AppError` where a topic, which is known to end at an offset, is another one than that which was read. */
  async check(
    log: Pick<PartitionLog, "read">,
    partition: number,
    endIn: (topic: string) => bigint | undefined,
  ): Promise<void> {
    for (const [topic, fingerprint] of this.fingerprints)
      await fingerprint.check(log, { topic, partition }, endIn(topic));
  }
}

/** Up to where a position, beside which no state was kept, says that there was nothing to be read. Only earlier releases wrote such. */
function unreadBefore(position: Partial<StatePosition> | undefined): bigint {
  // Where it says whose it is, it names the last record that was read.
  const isUnread = position?.input !== undefined && position.marks === undefined && position.mark === undefined;
  return isUnread ? (position.offset ?? 0n) : 0n;
}
