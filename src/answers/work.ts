import { communicationKeyIn } from "../models/communication-key";
import type { FinalConversation, FinalMeasurement } from "../models/final-conversation";
import type { Dimensions } from "./dimensions";
import type { Parties, Party } from "../models/parties";
import { instantIn } from "../models/life";
import { timedValue, without, type TimedValue, type TimeSpan } from "./spans";

/** What one of the centre's people did in one communication. */
export interface WorkFact {
  readonly dimensions: Dimensions;
  /** Who did it: the user, or the communication where no user is known. */
  readonly worker: string;
  readonly talk: TimedValue | undefined;
  readonly hold: TimedValue | undefined;
  readonly afterCallWork: TimedValue | undefined;
  readonly handle: TimedValue | undefined;
  /** How often it was on hold; undefined where it was not, or some holds may not have been seen. */
  readonly holds: number | undefined;
}

type ByName = ReadonlyMap<string, readonly FinalMeasurement[]>;

/** The work of a conversation, by communication, as its measurements have it. */
export function workOf({ id, measurements }: FinalConversation, parties: Parties): WorkFact[] {
  const byKey = new Map<string, Map<string, FinalMeasurement[]>>();
  for (const measurement of measurements) {
    if (!READ.has(measurement.name)) continue;
    const key = communicationKeyIn(id, measurement.id);
    const byName = byKey.get(key) ?? new Map<string, FinalMeasurement[]>();
    byKey.set(key, byName);
    byName.set(measurement.name, [...(byName.get(measurement.name) ?? []), measurement]);
  }
  return [...byKey].flatMap(([key, byName]) => factOf(key, byName, parties.withKey(key)) ?? []);
}

const READ: ReadonlySet<string> = new Set([
  "tTalk",
  "tTalkComplete",
  "tHeld",
  "tHeldComplete",
  "tAcw",
  "tHandle",
  "tDialing",
  "tContacting",
  "nHolds",
]);

function factOf(key: string, byName: ByName, party: Party | undefined): WorkFact | undefined {
  const one = (name: string) => byName.get(name)?.[0];
  const subject = one("tHandle") ?? one("tTalkComplete") ?? one("tHeldComplete") ?? one("tAcw");
  if (subject === undefined) return undefined;
  const { queueId: queue, mediaType: media, userId: agent, direction } = subject;
  return {
    dimensions: { queue, media, agent, direction, wrapup: party?.communication.wrapupCode },
    worker: agent ?? key,
    talk: timed(one("tTalkComplete"), [spansOf(byName, "tTalk")], party),
    hold: timed(one("tHeldComplete"), [spansOf(byName, "tHeld")], party),
    afterCallWork: timed(one("tAcw"), [spansOf(byName, "tAcw")], party),
    handle: timed(one("tHandle"), handleSpans(byName, party), party),
    holds: one("nHolds")?.value,
  };
}

/** A value with the first of several ways to date it that comes to it. */
function timed(
  measurement: FinalMeasurement | undefined,
  ways: readonly (readonly TimeSpan[])[],
  party: Party | undefined,
): TimedValue | undefined {
  if (measurement === undefined) return undefined;
  const { value } = measurement;
  const finalAt = Date.parse(measurement.emitDate);
  const candidates = ways.map((spans) => timedValue(value, finalAt, spans));
  const dated = candidates.find(({ spans }) => spans.length > 0);
  if (dated !== undefined) return dated;
  // It is known as a sum only: it began at the earliest when its communication connected.
  const connectedAt = instantIn(party?.communication.connectedTime);
  return timedValue(value, finalAt, [], Math.min(finalAt, connectedAt ?? finalAt - value));
}

/** The spans of measurements that are dated at their ends. */
function spansOf(byName: ByName, ...names: readonly string[]): TimeSpan[] {
  return names.flatMap((name) =>
    (byName.get(name) ?? []).map(({ value, emitDate }) => {
      const to = Date.parse(emitDate);
      return { from: to - value, to };
    }),
  );
}

/** Handled time by the connection less what was parked, and by its parts, where holds are known. */
function handleSpans(byName: ByName, party: Party | undefined): readonly (readonly TimeSpan[])[] {
  const around = spansOf(byName, "tAcw", "tDialing", "tContacting");
  const parts = [...around, ...spansOf(byName, "tTalk", "tHeld")];
  const from = instantIn(party?.communication.connectedTime);
  const to = instantIn(party?.communication.endTime);
  if (party === undefined || from === undefined || to === undefined) return [around, parts];
  const parked = party.communication.segments.flatMap(({ type, startTime, endTime }) =>
    type === "parked" ? [{ from: Date.parse(startTime), to: instantIn(endTime) ?? to }] : [],
  );
  return [[...around, ...without({ from, to }, parked)], parts, around];
}
