import { countOf } from "../../../models/format-count";
import { AppError } from "../../../models/app-error";
import type { InputEnds } from "./input-ends";
import type { PartitionTask } from "../task/partition-task";
import type { InputLog } from "../port/port";
import { withTimeout } from "../port/waiting";

const ASKING_MS = 5000;
/** At every tenth look it is asked how many partitions there are, and one of them is looked into, which reads a record again. */
const LOOKS_EACH = 10;

/** Watches whether the input still is the one that was read: it may be made anew, or get more partitions, without an error to anyone. */
export class InputWatch {
  private looks = 0;

  constructor(
    private readonly log: Pick<InputLog, "partitionCount">,
    private readonly topics: readonly string[],
    private readonly partitions: number,
    private readonly ends: InputEnds,
  ) {}

  /**
   * Looks at the open partitions one after the other, and at once at those that end earlier than they did. Returns which cannot go on, and why.
   */
  async look(tasks: readonly PartitionTask[]): Promise<ReadonlyMap<PartitionTask, AppError>> {
    const open = tasks.filter(({ isOpen, isDropped }) => isOpen && !isDropped);
    this.looks += 1;
    const isThorough = this.looks % LOOKS_EACH === 0;
    const due = isThorough ? open[(this.looks / LOOKS_EACH) % open.length] : undefined;
    const grown = isThorough ? await this.lookWhetherGrown() : undefined;
    if (grown !== undefined) return new Map(open.map((task) => [task, grown]));
    const { fallen } = this.ends;
    const failures = new Map<PartitionTask, AppError>();
    for (const task of open) {
      if (task !== due && !fallen.has(task.partition)) continue;
      try {
        await task.checkInput((topic) => this.ends.endIn(topic, task.partition));
        fallen.delete(task.partition);
      } catch (error) {
        // What the log does not answer is asked again.
        if (error instanceof AppError) failures.set(task, error);
      }
    }
    return failures;
  }

  /** In which partition a conversation lies depends on how many there are. */
  private async lookWhetherGrown(): Promise<AppError | undefined> {
    for (const topic of this.topics) {
      const count = await withTimeout(ASKING_MS, "asking for partitions", this.log.partitionCount(topic));
      if (count > this.partitions) return grown(topic, count, this.partitions);
    }
    return undefined;
  }
}

function grown(topic: string, count: number, before: number): AppError {
  return new AppError(
    "topicWrong",
    `The topic "${topic}" has ${countOf(count, "partition")} by now; it had ${before} when this worker began.`,
    "The records of a conversation may lie elsewhere from here on: fold again from the input under another --prefix.",
  );
}
