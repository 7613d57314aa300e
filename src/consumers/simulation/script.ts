import type { Random } from "./random";
import type { Centre, Person } from "./centre";
import type { Leg } from "./leg";

/** A number that is true of what happened, known from the script of it. */
export interface TruthRow {
  readonly conversationId: string;
  readonly participantId: string;
  readonly communicationId: string;
  readonly name: string;
  readonly value: number;
  readonly emitDate: string;
}

/** Something that happens in a conversation: afterwards its legs are as `happen` left them. */
export interface Step {
  readonly at: number;
  readonly order: number;
  /** Returns the legs that changed. */
  readonly happen: () => readonly Leg[];
}

/** The script of one conversation: what happens when, and what is true of it. Written once, then played. */
export interface Script {
  readonly conversationId: string;
  readonly random: Random;
  readonly centre: Centre;
  readonly legs: Leg[];
  readonly steps: readonly Step[];
  readonly truth: readonly TruthRow[];
  /** What detail events have said of each leg so far. */
  readonly eventsEmitted: Map<Leg, Set<string>>;
  readonly step: (at: number, happen: () => readonly Leg[]) => void;
  /** A span of time that is true: its length, dated at its end. Spans without length are none. */
  readonly span: (leg: Leg, name: string, from: number, to: number) => void;
  /** A number that is true at an instant. */
  readonly fact: (leg: Leg, name: string, value: number, at: number) => void;
  /** One of the centre's people. */
  readonly someone: () => Person;
  /** One who has had no part in the conversation: nobody consults, or listens to, himself. */
  readonly someoneElse: () => Person;
}

/** An empty script. */
export function createScript(random: Random, centre: Centre): Script {
  const conversationId = random.uuid();
  const steps: Step[] = [];
  const truth: TruthRow[] = [];
  const known = new Set<Person>();
  const fact = (leg: Leg, name: string, value: number, at: number) => {
    const { participantId, communicationId } = leg;
    truth.push({ conversationId, participantId, communicationId, name, value, emitDate: new Date(at).toISOString() });
  };
  const remember = (person: Person) => {
    known.add(person);
    return person;
  };
  return {
    conversationId,
    random,
    centre,
    legs: [],
    steps,
    truth,
    eventsEmitted: new Map(),
    step: (at, happen) => steps.push({ at, order: steps.length, happen }),
    span(leg, name, from, to) {
      if (to > from) fact(leg, name, to - from, to);
    },
    fact,
    someone: () => remember(random.pick(centre.users)),
    someoneElse() {
      const { users } = centre;
      const first = users.indexOf(random.pick(users));
      const rotated = [...users.slice(first), ...users.slice(0, first)];
      return remember(rotated.find((person) => !known.has(person)) ?? random.pick(users));
    },
  };
}

/** What is given of a leg when it is made; the rest follows. */
export type LegSketch = Pick<Leg, "mediaType" | "purpose" | "name" | "state" | "startedAt"> & Partial<Leg>;

/** A leg that has just begun. */
export function createLeg(random: Random, sketch: LegSketch): Leg {
  return {
    participantId: random.uuid(),
    communicationId: random.uuid(),
    userId: undefined,
    queueId: undefined,
    direction: "inbound",
    peerId: undefined,
    initialState: sketch.state,
    alertingTimeoutMs: undefined,
    wrapupPrompt: undefined,
    wrapupTimeoutMs: undefined,
    alertingAt: sketch.state === "alerting" ? sketch.startedAt : undefined,
    connectedAt: undefined,
    endedAt: undefined,
    disconnectType: undefined,
    held: false,
    holdStartedAt: undefined,
    confined: false,
    muted: false,
    recordingState: "none",
    securePause: false,
    parkedAt: undefined,
    resumeAt: undefined,
    afterCallWork: undefined,
    afterCallWorkRequired: false,
    wrapup: undefined,
    wrapupRequired: false,
    wrapupSkipped: false,
    failed: false,
    supervision: undefined,
    callback: undefined,
    note: 0,
    heldMs: 0,
    parkedMs: 0,
    plannedConnectAt: sketch.connectedAt,
    ...sketch,
  };
}

/** Connects a leg at an instant. */
export function connect(leg: Leg, at: number): Leg {
  leg.state = "connected";
  leg.connectedAt = at;
  return leg;
}

/** Puts a leg on hold from an instant on. */
export function hold(leg: Leg, at: number): Leg {
  leg.held = true;
  leg.holdStartedAt = at;
  return leg;
}

/** Takes a leg off hold, where it is on hold. */
export function unhold(leg: Leg, at: number): Leg {
  if (leg.holdStartedAt !== undefined) leg.heldMs += at - leg.holdStartedAt;
  leg.held = false;
  leg.holdStartedAt = undefined;
  return leg;
}

/** Ends a leg at an instant. */
export function end(leg: Leg, at: number, disconnectType: string): Leg {
  leg.state = leg.mediaType === "call" ? "terminated" : "disconnected";
  leg.endedAt = at;
  leg.disconnectType = disconnectType;
  leg.recordingState = "none";
  leg.securePause = false;
  return leg;
}
