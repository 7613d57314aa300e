import { PHASES, type DuringPhase } from "../../src/consumers/live/port/phases";
import type { PartitionLog, PartitionWriter } from "../../src/consumers/live/port/port";
import { pause } from "../../src/consumers/live/port/waiting";
import { LogFailure } from "../../src/consumers/memory/memory-errors";

/** A writer that is closed returns in any case. */
const CLOSING_MS = 2000;

/** What can befall a call of the port, and a phase of it, before it is done or after it. */
export const STRIKES = [
  "crash before",
  "crash after",
  "hang before",
  "hang after",
  "fence before",
  "fence after",
  "refused",
  "answer lost",
] as const;
export type Strike = (typeof STRIKES)[number];

/** The calls that are struck: those of the port, and the phases of what they do. */
export const CALLS = ["open", "write", "close", "read", "bounds", "retention", ...PHASES] as const;
type Call = (typeof CALLS)[number];

/** Strikes with how many calls each lets pass before it. */
export type StrikePlan = readonly (readonly [gap: number, strike: Strike])[];

/** A process, as far as a trial knows one. */
export interface Process {
  /** Nothing of it goes on. */
  isDead: boolean;
}

interface Parked {
  readonly process: Process;
  readonly goOn: () => void;
}

/** Strikes calls by a plan. What hangs goes on once it is woken. */
export class Striker {
  /** Which calls were struck, and by what. */
  readonly struck: (readonly [call: string, strike: Strike])[] = [];
  private plan: StrikePlan;
  private passed = 0;
  private isOver = false;
  private parked: Parked[] = [];

  constructor(
    plan: StrikePlan,
    /** Another owner fences whoever writes. */
    private readonly fence: () => Promise<void>,
  ) {
    this.plan = plan;
  }

  /** Does a call of a process, and what is planned to befall it. */
  async around<Result>(process: Process, call: Call, work: () => Promise<Result>): Promise<Result> {
    await this.untilAlive(process);
    const strike = this.next(call);
    if (strike === "refused") throw new LogFailure(`${call} was refused`);
    await this.befall(process, strike, "before");
    const result = await work();
    await this.befall(process, strike, "after");
    if (strike === "answer lost") throw new LogFailure(`the answer of ${call} was lost`);
    await this.untilAlive(process);
    return result;
  }

  /** Lets one that hangs go on; the first is the one that has hung for longest. */
  wake(index: number): void {
    this.parked.splice(index % Math.max(1, this.parked.length), 1)[0]?.goOn();
  }

  /** Strikes nothing more, and lets all go on. */
  end(): void {
    this.plan = [];
    this.isOver = true;
    while (this.parked.length > 0) this.wake(0);
  }

  private next(call: Call): Strike | undefined {
    const [first] = this.plan;
    if (first === undefined) return undefined;
    const [gap, strike] = first;
    if (this.passed < gap) {
      this.passed += 1;
      return undefined;
    }
    this.passed = 0;
    this.plan = this.plan.slice(1);
    this.struck.push([call, strike]);
    return strike;
  }

  private async befall(process: Process, strike: Strike | undefined, moment: "before" | "after"): Promise<void> {
    if (strike === `crash ${moment}`) process.isDead = true;
    if (strike === `fence ${moment}`) await this.fence();
    if (strike === `hang ${moment}` && !this.isOver)
      await new Promise<void>((resolve) => this.parked.push({ process, goOn: () => resolve() }));
    await this.untilAlive(process);
  }

  private async untilAlive({ isDead }: Process): Promise<void> {
    if (isDead) await new Promise(() => undefined);
  }
}

/** The port as a process sees it: each call, and each phase of one, may be struck. */
export function struckLog(log: PartitionLog, striker: Striker, process: Process): PartitionLog {
  const around = async <Result>(call: Call, work: () => Promise<Result>) => striker.around(process, call, work);
  const strikeWriter = (writer: PartitionWriter): PartitionWriter => ({
    open: async () => around("open", async () => writer.open()),
    write: async (records, offset) => around("write", async () => writer.write(records, offset)),
    close: async () => {
      const closing = around("close", async () => writer.close()).catch(() => undefined);
      await Promise.race([closing, pause(CLOSING_MS)]);
    },
  });
  return {
    createWriter: (partition, options) => strikeWriter(log.createWriter(partition, options)),
    read: async (reading, take) => around("read", async () => log.read(reading, take)),
    boundsOf: async (topic) => around("bounds", async () => log.boundsOf(topic)),
    // Asked only where a topic deletes by age, which none in memory does.
    offsetsAt: async (topic, at) => log.offsetsAt(topic, at),
    retentionOf: async (topic) => around("retention", async () => log.retentionOf(topic)),
  };
}

/** The phases of a process, each of which may be struck. */
export function struckPhases(striker: Striker, process: Process): DuringPhase {
  return async (phase, work) => striker.around(process, phase, work);
}
