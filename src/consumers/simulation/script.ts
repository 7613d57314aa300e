import type { Random } from "./random";
import type { Centre, Person } from "./centre";
import type { Communication } from "./communication";

/** A number that is true of what happened, known from the script of it. */
export interface TruthRow {
  readonly conversationId: string;
  readonly participantId: string;
  readonly communicationId: string;
  readonly name: string;
  readonly value: number;
  readonly emitDate: string;
}

/** Something that happens in a conversation: afterwards its communications are as `happen` left them. */
export interface Step {
  readonly at: number;
  readonly order: number;
  /** Returns the communications that changed. */
  readonly happen: () => readonly Communication[];
}

/** The script of one conversation: what happens when, and what is true of it. Written once, then played. */
export interface Script {
  readonly conversationId: string;
  readonly random: Random;
  readonly centre: Centre;
  readonly communications: Communication[];
  readonly steps: readonly Step[];
  readonly truth: readonly TruthRow[];
  /** What detail events have said of each communication so far. */
  readonly eventsEmitted: Map<Communication, Set<string>>;
  readonly step: (at: number, happen: () => readonly Communication[]) => void;
  /** A span of time that is true: its length, dated at its end. Spans without length are none. */
  readonly span: (communication: Communication, name: string, from: number, to: number) => void;
  /** A number that is true at an instant. */
  readonly fact: (communication: Communication, name: string, value: number, at: number) => void;
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
  const fact = (communication: Communication, name: string, value: number, at: number) => {
    const { participantId, communicationId } = communication;
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
    communications: [],
    steps,
    truth,
    eventsEmitted: new Map(),
    step: (at, happen) => steps.push({ at, order: steps.length, happen }),
    span(communication, name, from, to) {
      if (to > from) fact(communication, name, to - from, to);
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

/** What is given of a communication when it is made. */
export type CommunicationSketch = Pick<Communication, "mediaType" | "purpose" | "name" | "state" | "startedAt"> &
  Partial<Communication>;

/** A communication that has just begun. */
export function createCommunication(random: Random, sketch: CommunicationSketch): Communication {
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

/** Connects a communication at an instant. */
export function connect(communication: Communication, at: number): Communication {
  communication.state = "connected";
  communication.connectedAt = at;
  return communication;
}

/** Puts a communication on hold from an instant on. */
export function hold(communication: Communication, at: number): Communication {
  communication.held = true;
  communication.holdStartedAt = at;
  return communication;
}

/** Takes a communication off hold, where it is on hold. */
export function unhold(communication: Communication, at: number): Communication {
  if (communication.holdStartedAt !== undefined) communication.heldMs += at - communication.holdStartedAt;
  communication.held = false;
  communication.holdStartedAt = undefined;
  return communication;
}

/** Ends a communication at an instant. */
export function end(communication: Communication, at: number, disconnectType: string): Communication {
  communication.state = communication.mediaType === "call" ? "terminated" : "disconnected";
  communication.endedAt = at;
  communication.disconnectType = disconnectType;
  communication.recordingState = "none";
  communication.securePause = false;
  return communication;
}
