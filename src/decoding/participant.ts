import { CLOCK_TOLERANCE_MS } from "../models/dated";
import type { ObservationBody } from "../models/decoded";
import type { Facts } from "../models/facts";
import { factsNamed } from "../models/named-facts";
import type { Instant } from "../models/instant";
import type { MediaType } from "../models/media-type";
import { shareFacts } from "./participant-facts";
import { gather } from "./gather";
import type { FactsReading } from "./read-facts";

/** A communication in an array of a nested participant. */
export interface NestedCommunication {
  readonly mediaType: MediaType;
  readonly id: string | undefined;
  readonly reading: FactsReading;
}

/** A participant as its document says it, before it is known whether the document is nested or flat. */
export interface ParticipantDraft {
  readonly id: string;
  readonly own: FactsReading;
  readonly communications: readonly NestedCommunication[];
  /** Whether it has arrays of communications, be they empty. */
  readonly isNested: boolean;
  /** The medium that its own fields show; `unknown` where they show none or several. */
  readonly ownMedium: MediaType;
}

/** What a participant was found to say. */
export interface ParticipantObservations {
  readonly bodies: readonly ObservationBody[];
  /** The latest instant inside that is not a planned one. */
  readonly latest: Instant | undefined;
  /** `field=value` of enum values that are not known. */
  readonly unknownValues: readonly string[];
}

/** A participant that is itself one communication of one medium. */
export function readingOfFlat(draft: ParticipantDraft, mediaType: MediaType | undefined): ParticipantObservations {
  const body: ObservationBody = {
    participantId: draft.id,
    communicationId: undefined,
    mediaType: mediaType ?? draft.ownMedium,
    shape: "snapshot",
    facts: withoutFormerDates(draft.own.facts),
  };
  return { bodies: [body], ...gather([draft.own]) };
}

/** A participant that holds communications: one observation each, with what the participant says of itself. */
export function readingOfNested({ id: participantId, own, communications }: ParticipantDraft): ParticipantObservations {
  const shared = shareFacts(
    own.facts,
    communications.map(({ reading }) => reading.facts),
  );
  // Most hold one: no set is made for those.
  const unnamed = communications.length > 1 ? mediaWithUnnamedLines(communications) : undefined;
  const bodies = communications.map(({ mediaType, id, reading }, index): ObservationBody => {
    const facts = shared[index] ?? reading.facts;
    const isOneOfSeveral = unnamed?.has(mediaType) === true;
    return {
      participantId,
      communicationId: id,
      mediaType,
      shape: "snapshot",
      facts: isOneOfSeveral ? withFacts(facts, { isOneOfSeveral }) : facts,
    };
  });
  return { bodies, ...gather([own, ...communications.map(({ reading }) => reading)]) };
}

/** The media of which there are several communications, one of them without an id. */
function mediaWithUnnamedLines(communications: readonly NestedCommunication[]): ReadonlySet<MediaType> {
  const [seen, several, unnamed] = [new Set<MediaType>(), new Set<MediaType>(), new Set<MediaType>()];
  for (const { mediaType, id } of communications) {
    (seen.has(mediaType) ? several : seen).add(mediaType);
    if (id === undefined) unnamed.add(mediaType);
  }
  for (const mediaType of unnamed) if (!several.has(mediaType)) unnamed.delete(mediaType);
  return unnamed;
}

/** A flat participant that is alerted again may still carry the connect and the end that it had before. */
function withoutFormerDates(facts: Facts): Facts {
  const { alertingAt, connectedAt, endedAt } = facts;
  const isFormer = (date: number | undefined) =>
    alertingAt !== undefined && date !== undefined && date + CLOCK_TOLERANCE_MS < alertingAt;
  if (!isFormer(endedAt) && !isFormer(connectedAt)) return facts;
  return withFacts(facts, {
    ...(isFormer(connectedAt) && { connectedAt: undefined }),
    ...(isFormer(endedAt) && { endedAt: undefined }),
  });
}

function withFacts(facts: Facts, changes: { readonly [Name in keyof Facts]?: Facts[Name] | undefined }): Facts {
  const changed: Readonly<Record<string, unknown>> = { ...facts, ...changes };
  return factsNamed(changed);
}
