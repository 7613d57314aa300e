import { Kind } from "../../bytes/kind";
import type { Tape, TapeName } from "../../bytes/tape";
import type { MediaType } from "../../models/media-type";
import type { NestedCommunication, ParticipantDraft } from "../participant";
import { mediaTypeByKey, mediumOf, MEDIUM_KEYS } from "../snapshot";
import { spellingsOf } from "../spellings";
import { CONTEXT } from "./contexts";
import { FactsGatherer } from "./facts-reader";
import type { IdPool } from "./id-pool";
import { enteredBy, planByName, type Plan } from "./plans";

/** What a name of a participant is for. */
interface Purpose {
  /** Distinguishes names: one that comes twice is noticed by it. */
  readonly number: number;
  readonly plan: Plan | undefined;
  /** The media, as bits, that a field of this name shows. */
  readonly media: number;
  readonly mediaType: MediaType | undefined;
  /** How good a name for the id it is; lower is better, 0 is none. */
  readonly idRank: number;
  /** Whether it belongs to a shape that is read by parsing it whole: analytics details. */
  readonly isWhole: boolean;
}

const ID_NAMES = [...spellingsOf("id"), ...spellingsOf("participantId")];
const WHOLE_NAMES = spellingsOf("sessions");
const COMMUNICATION_ID_NAMES = spellingsOf("id");

const purposeOf = (name: string, number: number): Purpose => ({
  number,
  plan: planByName.get(name),
  media: MEDIUM_KEYS.reduce((bits, { keys }, bit) => (keys.includes(name) ? bits | (1 << bit) : bits), 0),
  mediaType: mediaTypeByKey.get(name),
  idRank: ID_NAMES.indexOf(name) + 1,
  isWhole: WHOLE_NAMES.includes(name),
});

const NAMES = new Set([
  ...planByName.keys(),
  ...MEDIUM_KEYS.flatMap(({ keys }) => keys),
  ...mediaTypeByKey.keys(),
  ...ID_NAMES,
  ...WHOLE_NAMES,
]);
const purposes: readonly Purpose[] = [...NAMES].map(purposeOf);

/** The names of participants and communications. */
export const PARTICIPANT_NAMES: readonly TapeName[] = [...NAMES].map((name, number) => ({
  context: CONTEXT.participant,
  name,
  number,
  ...enteredAs(purposes[number]),
}));

function enteredAs(purpose: Purpose | undefined): Pick<TapeName, "inObject" | "inList"> {
  if (purpose?.plan !== undefined) return enteredBy(purpose.plan);
  return purpose?.mediaType === undefined ? {} : { inList: CONTEXT.participant };
}

/** Reads participants from a tape. Fails it where something is unusual or wrong. */
export class ParticipantReader {
  private readonly own: FactsGatherer;
  private readonly inner: FactsGatherer;
  private communicationId: string | undefined;
  private readonly seen = new Int32Array(NAMES.size);
  private readonly seenInside = new Int32Array(NAMES.size);
  private generation = 0;
  private communications = 0;

  constructor(
    private readonly tape: Tape,
    private readonly pool: IdPool,
  ) {
    this.own = new FactsGatherer(tape, pool);
    this.inner = new FactsGatherer(tape, pool);
  }

  /** Reads the participant that is a token; undefined where it is for the other reader. */
  read(participant: number): ParticipantDraft | undefined {
    const { tape, own } = this;
    let id: string | undefined;
    let idRank = Infinity;
    let said = 0;
    let there = 0;
    let media = 0;
    const communications: NestedCommunication[] = [];
    own.begin();
    this.generation += 1;
    const end = tape.next(participant);
    for (let token = participant + 1; token < end; token = tape.next(token)) {
      const purpose = purposeAt(tape, token);
      if (purpose.isWhole || this.seen[purpose.number] === this.generation) return this.leave();
      this.seen[purpose.number] = this.generation;
      const isNull = tape.kind(token) === Kind.null;
      there |= purpose.media;
      if (!isNull) said |= purpose.media;
      if (purpose.idRank > 0 && !isNull) {
        if (tape.kind(token) !== Kind.text) return this.leave();
        const read = this.readId(token);
        if (purpose.idRank < idRank) id = read;
        idRank = Math.min(idRank, purpose.idRank);
      } else if (purpose.plan !== undefined) own.read(purpose.plan, token);
      else if (purpose.mediaType !== undefined) {
        media += 1;
        if (!isNull) this.readCommunications(purpose.mediaType, token, communications);
      }
    }
    if (tape.failed || id === undefined) return this.leave();
    return { id, own: own.reading(), communications, isNested: media > 0, ownMedium: mediumOf(said, there) };
  }

  private leave(): undefined {
    this.tape.fail();
  }

  private readId(token: number): string | undefined {
    this.tape.look(token);
    return this.pool.canonical(this.tape);
  }

  private readCommunications(mediaType: MediaType, list: number, communications: NestedCommunication[]): void {
    const { tape, inner } = this;
    if (tape.kind(list) !== Kind.list) return tape.fail();
    const end = tape.next(list);
    for (let token = list + 1; token < end; token = tape.next(token)) {
      const kind = tape.kind(token);
      if (kind === Kind.null) continue;
      if (kind !== Kind.object) return tape.fail();
      inner.begin();
      this.communications += 1;
      this.readCommunication(token);
      communications.push({ mediaType, id: this.communicationId, reading: inner.reading() });
    }
  }

  private readCommunication(communication: number): void {
    const { tape } = this;
    let idRank = Infinity;
    this.communicationId = undefined;
    const end = tape.next(communication);
    for (let token = communication + 1; token < end; token = tape.next(token)) {
      const { number, plan, idRank: rank } = purposeAt(tape, token);
      if (this.seenInside[number] === this.communications) return tape.fail();
      this.seenInside[number] = this.communications;
      if (plan !== undefined) this.inner.read(plan, token);
      else if (rank > 0 && rank <= COMMUNICATION_ID_NAMES.length) {
        if (tape.kind(token) !== Kind.text || idRank < Infinity) return tape.fail();
        this.communicationId = this.readId(token);
        idRank = rank;
      }
    }
  }
}

function purposeAt(tape: Tape, token: number): Purpose {
  const purpose = purposes[tape.name(token)];
  if (purpose === undefined) throw new RangeError("a tape has a name that nobody gave it");
  return purpose;
}
