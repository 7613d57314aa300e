import { AppError } from "../../../models/app-error";
import { describeError } from "../../../models/fault";
import type { Log } from "../port/log";
import type { LogErrorKind, LogErrors } from "../port/port";
import { TimeoutError } from "../port/waiting";

/** What made a partition fail: who took it over, what is not allowed, the cluster, its input, or a fault of our own. */
export const TROUBLE_KINDS = ["fenced", "refused", "cluster", "input", "internal"] as const satisfies readonly (
  LogErrorKind | "input" | "internal"
)[];
export type TroubleKind = (typeof TROUBLE_KINDS)[number];

/** What may be over by the next look; if it is not, it is a failure that ends the worker. */
export class Doubtful extends Error {
  constructor(readonly failure: AppError) {
    super(failure.message);
    this.name = "Doubtful";
  }
}

/** That a partition failed, and what comes of it. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** How often the same came at the same place, with this time. */
  readonly times: number;
  /** Why the worker cannot go on; undefined where opening the partition again may help. */
  readonly failure: AppError | undefined;
}

/** Where a partition failed: the input is folded up to `offset`, which is not known while it is opened. */
export interface TroublePlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint | undefined;
}

/** So often the same may come at one place, each time from state that was restored anew, before opening again is no use. */
const TIMES_MAX: Readonly<Record<TroubleKind, number>> = {
  fenced: Infinity,
  refused: 2,
  cluster: Infinity,
  input: 5,
  internal: 2,
};
/** What the client takes for final often is over with a new producer. */
const FINAL_OF_CLIENT_MAX = 10;

interface Noted {
  readonly what: string;
  readonly times: number;
}

/** The partitions that failed and have not got on since: what is only bad luck is tried again, what is not is settled. */
export class Troubles {
  private readonly noted = new Map<number, Noted>();

  constructor(private readonly errors: LogErrors) {}

  /** Notes that a partition failed. `hasProgressed`: whether it had written anything since it was opened. */
  note(place: TroublePlace, error: unknown, hasProgressed: boolean): Trouble {
    const { partition, offset } = place;
    const kind = this.kindOf(error);
    // A partition that writes what its clock says gets on at one place; a fault of our own comes again there all the same.
    const before = hasProgressed && kind !== "internal" ? undefined : this.noted.get(partition);
    const what = `${String(offset)} ${kind} ${signatureOf(kind, error)}`;
    const times = before?.what === what ? before.times + 1 : 1;
    this.noted.set(partition, { what, times });
    const isFinal =
      times >= (kind === "cluster" && !this.errors.mayPass(error) ? FINAL_OF_CLIENT_MAX : TIMES_MAX[kind]);
    return { kind, times, failure: isFinal ? this.failureOf(place, kind, error) : undefined };
  }

  /** Whether a partition failed before: it is ready only once it has got on. */
  has(partition: number): boolean {
    return this.noted.has(partition);
  }

  /** Keeps those partitions in mind alone. */
  keep(partitions: readonly number[]): void {
    for (const partition of [...this.noted.keys()]) if (!partitions.includes(partition)) this.noted.delete(partition);
  }

  private kindOf(error: unknown): TroubleKind {
    if (error instanceof Doubtful) return "input";
    return this.errors.kindOf(error) ?? (error instanceof TimeoutError ? "cluster" : "internal");
  }

  private failureOf(place: TroublePlace, kind: TroubleKind, error: unknown): AppError {
    if (error instanceof Doubtful) return error.failure;
    return kind === "internal" ? stuck(place, error) : this.errors.asAppError(error);
  }
}

/** Logs that a partition failed. The words of a fault of our own are left out, as they may quote a record. */
export function reportTrouble(log: Log, { partition, offset }: TroublePlace, error: unknown, trouble: Trouble): void {
  const { kind, times } = trouble;
  const details = { partition, offset: offset === undefined ? undefined : String(offset), kind, times };
  if (kind === "internal") log.error("a fault made a partition fail", { ...details, ...describeError(error) });
  else log.warn("a partition is opened again", { ...details, error: String(error) });
}

function signatureOf(kind: TroubleKind, error: unknown): string {
  const { error: name, stack } = describeError(error);
  const message = error instanceof Error ? error.message : String(error);
  return kind === "internal" ? `${name} ${stack[0] ?? message}` : `${name} ${message}`;
}

function stuck({ topic, partition, offset }: TroublePlace, error: unknown): AppError {
  const { error: name, stack } = describeError(error);
  const where = offset === undefined ? "was restored" : `was folded from offset ${offset} on`;
  return new AppError(
    "partitionStuck",
    `The same fault of convofold came twice as ${topic}[${partition}] ${where}: ${name} ${stack[0] ?? ""}`.trim(),
    "Report it with the lines before; nothing is lost. Go on with a version in which it is mended, or the one before.",
  );
}
