import type { Random } from "../../src/consumers/simulation/random";
import type { CallbackPromise, Hold, Medium, Parking, Role, Shown, Stage, Work } from "./life";

/** What is asked of the agent of a communication. */
export interface AgentLimits {
  readonly alertingTimeoutMs?: number | undefined;
  readonly wrapupPrompt?: string | undefined;
  readonly wrapupTimeoutMs?: number | undefined;
}

/** What is known of a communication when it begins. */
export interface Sketch {
  readonly mediaType: Medium;
  readonly purpose: string;
  readonly direction?: "inbound" | "outbound" | undefined;
  readonly participantId?: string | undefined;
  readonly userId?: string | undefined;
  readonly queueId?: string | undefined;
  readonly peer?: Communication | undefined;
  readonly limits?: AgentLimits | undefined;
  readonly timeoutSeconds?: number | undefined;
}

/** How a wait in a queue came out. */
export type WaitOutcome = "answered" | "abandoned" | "flowOut" | "cancelled";

/** How late a snapshot shows what the platform has dated, at most, in ms: changes of a communication lie farther apart. */
const LAG_MAX_MS = 40;

/** One communication as it really was: the script of its life. Everything that is rendered or true is read from it. */
export class Communication {
  readonly participantId: string;
  readonly communicationId: string;
  readonly direction: "inbound" | "outbound";
  readonly stages: Stage[] = [];
  readonly held: Hold[] = [];
  readonly parkings: Parking[] = [];
  readonly securePauses: { readonly from: number; readonly to: number | undefined }[] = [];
  readonly roles: Role[] = [];
  /** What is shown as the callback's instant, from when on. */
  readonly schedule: { readonly dueAt: number; readonly seenAt: number }[] = [];
  connected: Shown | undefined;
  ended: (Shown & { readonly disconnectType: string }) | undefined;
  work: Work | undefined;
  failed = false;

  /** What the script knows of it beside its own life. */
  outcome: WaitOutcome | undefined;
  answers: Communication | undefined;
  answeredBy: Communication | undefined;
  /** On an agent's callback: after how many seconds it is dialled by itself, and when a call was dialled. */
  autoDial: { readonly seconds: number; readonly dialledAt: number | undefined } | undefined;
  transfer: "blind" | "consult" | undefined;
  readonly consults: number[] = [];
  readonly promises: CallbackPromise[] = [];
  contactAt: number | undefined;
  /** Names of numbers of which the log cannot say anything: they are not compared. */
  readonly unknown = new Set<string>();
  /** Names of numbers that the log does not show, so that none may be emitted. */
  readonly absent = new Set<string>();
  /** Names of numbers that may only be called inferred, or be missing. */
  readonly inferred = new Set<string>();
  /** Whether its first talk may hide a hold, and so is inferred or missing. */
  inferredFirst = false;
  /** The starts of holds that no snapshot shows, though the platform's totals count them. */
  readonly unseenHolds = new Set<number>();
  /** The starts of parkings of which no snapshot shows the end. */
  readonly unseenParkings = new Set<number>();
  /** Whether the queue of its numbers is not compared: the log names it on another communication only. */
  anyQueue = false;

  constructor(
    readonly sketch: Sketch,
    readonly begunAt: number,
    private readonly random: Random,
  ) {
    this.participantId = sketch.participantId ?? random.uuid();
    this.communicationId = random.uuid();
    this.direction = sketch.direction ?? "inbound";
  }

  enters(state: Stage["state"], at: number): this {
    this.stages.push({ state, at });
    return this;
  }

  alerts(at: number): this {
    return this.enters("alerting", at);
  }

  connects(at: number): this {
    this.connected = this.shown(at);
    return this;
  }

  holds(from: number, to: number | undefined, { dated = true, shownTo = to } = {}): this {
    this.held.push({ from: dated ? this.shown(from) : { at: from, seenAt: from }, to, shownTo, dated });
    return this;
  }

  parks(from: number, to: number | undefined, resumeAt: number | undefined): this {
    this.parkings.push({ from: this.shown(from), to, resumeAt });
    return this;
  }

  pausesRecording(from: number, to: number | undefined): this {
    this.securePauses.push({ from, to });
    return this;
  }

  supervises(kind: Role["kind"], participantId: string, at: number): this {
    this.roles.push({ kind, participantId, at });
    return this;
  }

  ends(at: number, disconnectType: string): this {
    this.ended = { ...this.shown(at), disconnectType };
    return this;
  }

  works(work: Work): this {
    this.work = work;
    return this;
  }

  /** Shows a callback's instant from a moment on. */
  showsSchedule(dueAt: number, seenAt: number): this {
    this.schedule.push({ dueAt, seenAt });
    return this;
  }

  private shown(at: number): Shown {
    return { at, seenAt: at === this.begunAt ? at : at + this.random.int(0, LAG_MAX_MS) };
  }
}

/** The instants at which something of a communication is shown for the first time. */
export function momentsOf(one: Communication): number[] {
  const { connected, ended, work } = one;
  const instants: (number | undefined)[] = [
    one.begunAt,
    ...one.stages.map(({ at }) => at),
    connected?.seenAt,
    ...one.held.flatMap(({ from, shownTo }) => [from.seenAt, shownTo]),
    ...one.parkings.flatMap(({ from, to }) => [from.seenAt, to]),
    ...one.securePauses.flatMap(({ from, to }) => [from, to]),
    ...one.roles.map(({ at }) => at),
    ...one.schedule.map(({ seenAt }) => seenAt),
    ended?.seenAt,
    work?.pendingAt,
    work?.provisionalAt,
    work?.doneAt,
    work?.edited?.seenAt,
  ];
  return instants.filter((at) => at !== undefined);
}
