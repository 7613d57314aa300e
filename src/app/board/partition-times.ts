import type { BoardHealth } from "../../models/board";
import { formatInstant, type Instant } from "../../models/instant";

interface Partition {
  readonly latest: Instant;
  readonly isPlayed: boolean;
}

/** How far the partitions of a service are, as the views that it writes say. */
export class PartitionTimes {
  private readonly byNumber = new Map<number, Partition>();

  /** A view of a conversation in a partition; `isPlayed`: whether a log is played there. */
  note(partition: number, newsAt: Instant, isPlayed: boolean): void {
    const latest = Math.max(newsAt, this.byNumber.get(partition)?.latest ?? -Infinity);
    this.byNumber.set(partition, { latest, isPlayed });
  }

  /** The partitions in which a log is played: what they say is of another day. */
  played(): number[] {
    return this.numbers((partition) => partition.isPlayed);
  }

  /** The latest news of those where none is played; -Infinity where there are none. */
  latestLive(): Instant {
    const live = [...this.byNumber.values()].filter(({ isPlayed }) => !isPlayed);
    return Math.max(-Infinity, ...live.map(({ latest }) => latest));
  }

  /** Those that no log is played in, and that are further behind the clock than the lateness. */
  behind(now: Instant, latenessMs: number): BoardHealth["behind"] {
    const isBehind = ({ isPlayed, latest }: Partition) => !isPlayed && latest < now - latenessMs;
    return this.numbers(isBehind).map((partition) => ({
      partition,
      latestNews: formatInstant(this.byNumber.get(partition)?.latest ?? now),
    }));
  }

  private numbers(isWanted: (partition: Partition) => boolean): number[] {
    const wanted = [...this.byNumber].filter(([, partition]) => isWanted(partition));
    return wanted.map(([partition]) => partition).sort((one, other) => one - other);
  }
}
