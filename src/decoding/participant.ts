import type { Sighting } from "../models/decoded";
import { FACT_NAMES, factsFrom, writeFactValues, type Facts } from "../models/facts";
import type { Instant } from "../models/instant";
import type { MediaType } from "../models/media-type";
import { observedPhase } from "../models/phase";
import type { FactsReading } from "./read-facts";

/** A communication in an array of a nested participant. */
export interface HeldCommunication {
  readonly mediaType: MediaType;
  readonly id: string | undefined;
  readonly reading: FactsReading;
}

/** A participant as its document says it, before it is known whether the document is nested or flat. */
export interface ParticipantDraft {
  readonly id: string;
  readonly own: FactsReading;
  readonly held: readonly HeldCommunication[];
  /** Whether it has arrays of communications, be they empty. */
  readonly isNested: boolean;
  /** The medium that its own fields tell; `unknown` where they tell none or several. */
  readonly toldMedium: MediaType;
}

/** What a participant was found to say. */
export interface Saying {
  readonly sightings: readonly Sighting[];
  /** The latest instant inside that is not a planned one. */
  readonly latest: Instant | undefined;
  /** `field=value` of enum values that are not known. */
  readonly unknownValues: readonly string[];
}

/** A participant that is itself one communication of one medium. */
export function sayingOfFlat(draft: ParticipantDraft, mediaType: MediaType | undefined): Saying {
  const sighting: Sighting = {
    participantId: draft.id,
    communicationId: undefined,
    mediaType: mediaType ?? draft.toldMedium,
    shape: "snapshot",
    facts: draft.own.facts,
  };
  return { sightings: [sighting], ...gather([draft.own]) };
}

/** A participant that holds communications: one observation each, with what the participant says of itself. */
export function sayingOfNested({ id: participantId, own, held }: ParticipantDraft): Saying {
  const worker = findWorker(
    own.facts,
    held.map(({ reading }) => reading.facts),
  );
  const sightings = held.map(({ mediaType, id, reading }, index): Sighting => {
    const facts = withParticipantFacts(own.facts, reading.facts, held.length === 1, index === worker);
    return { participantId, communicationId: id, mediaType, shape: "snapshot", facts };
  });
  return { sightings, ...gather([own, ...held.map(({ reading }) => reading)]) };
}

function gather(readings: readonly FactsReading[]): Pick<Saying, "latest" | "unknownValues"> {
  let latest: Instant | undefined;
  let unknownValues: readonly string[] = NO_VALUES;
  for (const reading of readings) {
    if (reading.latest !== undefined && (latest === undefined || reading.latest > latest)) latest = reading.latest;
    if (reading.unknownValues.length > 0) unknownValues = [...unknownValues, ...reading.unknownValues];
  }
  return { latest, unknownValues };
}

const NO_VALUES: readonly string[] = [];

/** How near its end after-call work must begin to belong to one of several communications, in ms. */
const SAME_END_MS = 1000;

/**
 * Which of a participant's communications its after-call work and wrap-up belong to: the only one; of several the one
 * that ended where the work began, unless they tell their work themselves.
 */
function findWorker(participant: Facts, communications: readonly Facts[]): number | undefined {
  if (communications.length === 1) return 0;
  const startedAt = participant.afterCallWorkStartedAt;
  if (startedAt === undefined || communications.some(hasOwnWork)) return undefined;
  const distances = communications.map(({ endedAt }) => Math.abs((endedAt ?? Infinity) - startedAt));
  const nearest = Math.min(...distances);
  return nearest <= SAME_END_MS ? distances.indexOf(nearest) : undefined;
}

function hasOwnWork({ afterCallWorkState, afterCallWorkStartedAt }: Facts): boolean {
  return afterCallWorkState !== undefined || afterCallWorkStartedAt !== undefined;
}

const DATES: ReadonlySet<keyof Facts> = new Set(["startedAt", "alertingAt", "connectedAt", "segments"]);
const WRAPUP: ReadonlySet<keyof Facts> = new Set(["wrapupCode", "wrapupEndedAt", "wrapupProvisional"]);
const WORK: ReadonlySet<keyof Facts> = new Set([
  "afterCallWorkStartedAt",
  "afterCallWorkEndedAt",
  "afterCallWorkState",
  "wrapupSkipped",
]);

/** Whose facts of a participant a communication takes over, where it does not say them itself. */
const scopeByFact = FACT_NAMES.map((name) => {
  if (name === "endedAt") return "end";
  return DATES.has(name) ? "dates" : WRAPUP.has(name) ? "wrapup" : WORK.has(name) ? "work" : "shared";
});

const values: unknown[] = FACT_NAMES.map(() => undefined);
const participantValues: unknown[] = FACT_NAMES.map(() => undefined);

/** What a communication says, filled from its participant; dates of the participant are its only communication's. */
function withParticipantFacts(participant: Facts, communication: Facts, isOnly: boolean, isWorker: boolean): Facts {
  const takes = {
    shared: true,
    dates: isOnly,
    end: isOnly && observedPhase(communication) === "ended",
    wrapup: isWorker,
    work: isWorker && !hasOwnWork(communication),
  };
  writeFactValues(communication, values);
  writeFactValues(participant, participantValues);
  for (let index = 0; index < FACT_NAMES.length; index += 1) {
    if (values[index] === undefined && takes[scopeByFact[index] ?? "shared"]) values[index] = participantValues[index];
  }
  return factsFrom(values);
}
