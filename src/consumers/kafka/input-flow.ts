import type { Consumer } from "kafkajs";

/** What of a consumer steers how it fetches. */
type Fetching = Pick<Consumer, "pause" | "resume" | "seek">;

/**
 * Steers how the input is fetched. A consumer that starts anew, as after its coordinator was lost, has nothing to steer and says so by
 * an error: such a call is dropped, as a member that joins the group is given anew where each partition is to be read on.
 */
export class InputFlow {
  constructor(private readonly consumer: Fetching) {}

  /** Lets nothing more be fetched of a partition. */
  readonly pause = (topic: string, partition: number): void =>
    this.steer(() => this.consumer.pause([{ topic, partitions: [partition] }]));

  /** Lets it be fetched again. */
  readonly resume = (topic: string, partition: number): void =>
    this.steer(() => this.consumer.resume([{ topic, partitions: [partition] }]));

  readonly seek = (topic: string, partition: number, offset: bigint): void =>
    this.steer(() => this.consumer.seek({ topic, partition, offset: String(offset) }));

  private steer(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes(NOT_RUNNING)) throw error;
    }
  }
}

const NOT_RUNNING = "Consumer group was not initialized";
