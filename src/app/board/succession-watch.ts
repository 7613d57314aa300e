import type { Log } from "../../consumers/live/port/log";
import type { Successor } from "../../consumers/live/state/successor";
import { pause } from "../../consumers/live/port/waiting";

/** Looks whether another prefix has taken over from one; undefined where none has. */
export type LookForSuccessor = () => Promise<Successor | undefined>;

/** Looks from time to time whether another prefix has taken over: one look after the other. Looks that fail are said once until one succeeds. */
export class SuccessionWatch {
  /** How many looks have failed since one succeeded. */
  failures = 0;

  constructor(
    private readonly look: LookForSuccessor,
    private readonly prefix: string,
    private readonly log: Pick<Log, "info" | "warn">,
  ) {}

  /** Looks once. */
  async once(): Promise<Successor | undefined> {
    const { prefix, failures } = this;
    try {
      const successor = await this.look();
      this.failures = 0;
      if (failures > 0) this.log.info("can see again whether another prefix takes over", { prefix, failures });
      return successor;
    } catch (error) {
      this.failures += 1;
      const advice = "the board does not follow meanwhile; it must be allowed to read the state topic";
      if (failures === 0)
        this.log.warn("cannot see whether another prefix takes over", { prefix, error: String(error), advice });
      return undefined;
    }
  }

  /** Looks again and again, so long after each look, until somebody has taken over, or it is stopped: then undefined. */
  async until(stop: AbortSignal, everyMs: number): Promise<Successor | undefined> {
    for (;;) {
      await pause(everyMs, stop);
      if (stop.aborted) return undefined;
      const successor = await this.once();
      if (successor !== undefined) return successor;
    }
  }
}
