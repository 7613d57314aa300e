import { PHASES, type DuringPhase } from "../../src/consumers/live/port/phases";
import type { PartitionLog, PartitionWriter } from "../../src/consumers/live/port/port";
import { pause } from "../../src/consumers/live/port/waiting";
import { LogFailure } from "../../src/consumers/memory/memory-errors";

/** A writer that is closed returns in any case. */
const CLOSING_MS = 2000;

/** What can befall a call of the port, and a phase of it, before it is done or after it. */
export const FAULTS = [
  "crash before",
  "crash after",
  "hang before",
  "hang after",
  "fence before",
  "fence after",
  "refused",
  "answer lost",
] as const;
export type Fault = (typeof FAULTS)[number];

/** The calls that faults befall: those of the port, and the phases of what they do. */
export const CALLS = ["open", "write", "close", "read", "bounds", "retention", ...PHASES] as const;
type Call = (typeof CALLS)[number];

/** Faults with how many calls each lets pass before it. */
export type FaultPlan = readonly (readonly [gap: number, fault: Fault])[];

/** A process, as far as a trial knows one. */
export interface Process {
  /** Nothing of it goes on. */
  isDead: boolean;
}

interface Parked {
  readonly process: Process;
  readonly goOn: () => void;
}

/** Injects faults into calls by a plan. What hangs goes on once it is resumed. */
export class FaultInjector {
  /** Which calls had a fault, and which. */
  readonly injected: (readonly [call: string, fault: Fault])[] = [];
  private plan: FaultPlan;
  private passed = 0;
  private isOver = false;
  private parked: Parked[] = [];

  constructor(
    plan: FaultPlan,
    /** Another owner fences whoever writes. */
    private readonly fence: () => Promise<void>,
  ) {
    this.plan = plan;
  }

  /** Does a call of a process, and what is planned to befall it. */
  async around<Result>(process: Process, call: Call, work: () => Promise<Result>): Promise<Result> {
    await this.untilAlive(process);
    const fault = this.next(call);
    if (fault === "refused") throw new LogFailure(`${call} was refused`);
    await this.befall(process, fault, "before");
    const result = await work();
    await this.befall(process, fault, "after");
    if (fault === "answer lost") throw new LogFailure(`the answer of ${call} was lost`);
    await this.untilAlive(process);
    return result;
  }

  /** Lets one that hangs go on; the first is the one that has hung for longest. */
  resume(index: number): void {
    this.parked.splice(index % Math.max(1, this.parked.length), 1)[0]?.goOn();
  }

  /** Injects nothing more, and lets all go on. */
  end(): void {
    this.plan = [];
    this.isOver = true;
    while (this.parked.length > 0) this.resume(0);
  }

  private next(call: Call): Fault | undefined {
    const [first] = this.plan;
    if (first === undefined) return undefined;
    const [gap, fault] = first;
    if (this.passed < gap) {
      this.passed += 1;
      return undefined;
    }
    this.passed = 0;
    this.plan = this.plan.slice(1);
    this.injected.push([call, fault]);
    return fault;
  }

  private async befall(process: Process, fault: Fault | undefined, moment: "before" | "after"): Promise<void> {
    if (fault === `crash ${moment}`) process.isDead = true;
    if (fault === `fence ${moment}`) await this.fence();
    if (fault === `hang ${moment}` && !this.isOver)
      await new Promise<void>((resolve) => this.parked.push({ process, goOn: () => resolve() }));
    await this.untilAlive(process);
  }

  private async untilAlive({ isDead }: Process): Promise<void> {
    if (isDead) await new Promise(() => undefined);
  }
}

/** The port as a process sees it: each call, and each phase of one, may fail. */
export function faultyLog(log: PartitionLog, injector: FaultInjector, process: Process): PartitionLog {
  const around = async <Result>(call: Call, work: () => Promise<Result>) => injector.around(process, call, work);
  const faultyWriter = (writer: PartitionWriter): PartitionWriter => ({
    open: async () => around("open", async () => writer.open()),
    write: async (records, offset) => around("write", async () => writer.write(records, offset)),
    close: async () => {
      const closing = around("close", async () => writer.close()).catch(() => undefined);
      await Promise.race([closing, pause(CLOSING_MS)]);
    },
  });
  return {
    createWriter: (partition, options) => faultyWriter(log.createWriter(partition, options)),
    read: async (reading, take) => around("read", async () => log.read(reading, take)),
    boundsOf: async (topic) => around("bounds", async () => log.boundsOf(topic)),
    // Asked only where a topic deletes by age, which none in memory does.
    offsetsAt: async (topic, at) => log.offsetsAt(topic, at),
    retentionOf: async (topic) => around("retention", async () => log.retentionOf(topic)),
  };
}

/** The phases of a process, each of which may fail. */
export function faultyPhases(injector: FaultInjector, process: Process): DuringPhase {
  return async (phase, work) => injector.around(process, phase, work);
}
