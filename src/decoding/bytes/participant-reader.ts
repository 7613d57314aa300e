import type { MediaType } from "../../models/media-type";
import type { HeldCommunication, ParticipantDraft } from "../participant";
import { mediaTypeByKey, mediumTold, TELLING_KEYS } from "../snapshot";
import { spellingsOf } from "../spellings";
import { FactsGatherer, planByName, type Plan } from "./facts-reader";
import type { IdPool } from "./id-pool";
import { NameTable } from "./name-table";
import { Kind } from "./kind";
import type { Scanner } from "./scanner";

/** What a name of a participant is for. */
interface Purpose {
  /** Tells names apart: one that comes twice is noticed by it. */
  readonly number: number;
  readonly plan: Plan | undefined;
  /** The media, as bits, that a field of this name tells. */
  readonly tells: number;
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
  tells: TELLING_KEYS.reduce((bits, { keys }, bit) => (keys.includes(name) ? bits | (1 << bit) : bits), 0),
  mediaType: mediaTypeByKey.get(name),
  idRank: ID_NAMES.indexOf(name) + 1,
  isWhole: WHOLE_NAMES.includes(name),
});

const NAMES = new Set([
  ...planByName.keys(),
  ...TELLING_KEYS.flatMap(({ keys }) => keys),
  ...mediaTypeByKey.keys(),
  ...ID_NAMES,
  ...WHOLE_NAMES,
]);
const participantNames = new NameTable([...NAMES].map((name, number) => [name, purposeOf(name, number)] as const));

/** Deeper than any communication lies in a document that is read this way. */
const DEPTH = 14;

/** Reads participants from bytes. Fails its scanner where something is unusual or wrong. */
export class ParticipantReader {
  private readonly own: FactsGatherer;
  private readonly inner: FactsGatherer;
  private communicationId: string | undefined;
  private readonly seen = new Int32Array(NAMES.size);
  private readonly seenInside = new Int32Array(NAMES.size);
  private generation = 0;
  private communications = 0;

  constructor(
    private readonly scanner: Scanner,
    private readonly pool: IdPool,
  ) {
    this.own = new FactsGatherer(scanner, pool);
    this.inner = new FactsGatherer(scanner, pool);
  }

  /** Reads the participant that begins here; undefined where it is for the other reader. */
  read(): ParticipantDraft | undefined {
    const { scanner, own } = this;
    let id: string | undefined;
    let idRank = Infinity;
    let said = 0;
    let there = 0;
    let media = 0;
    const held: HeldCommunication[] = [];
    own.begin();
    this.generation += 1;
    scanner.open(0x7b);
    for (let isFirst = true; scanner.nextKey(isFirst); isFirst = false) {
      const purpose = participantNames.find(scanner.bytes, scanner.from, scanner.until);
      if (purpose === undefined) {
        scanner.skip(DEPTH);
        continue;
      }
      if (purpose.isWhole || this.seen[purpose.number] === this.generation) return this.leave();
      this.seen[purpose.number] = this.generation;
      const isNull = scanner.kind() === Kind.null;
      there |= purpose.tells;
      if (!isNull) said |= purpose.tells;
      if (purpose.idRank > 0 && !isNull) {
        if (scanner.kind() !== Kind.text) return this.leave();
        scanner.text();
        const read = this.pool.canonical(scanner);
        if (purpose.idRank < idRank) id = read;
        idRank = Math.min(idRank, purpose.idRank);
      } else if (purpose.plan !== undefined) own.read(purpose.plan);
      else if (purpose.mediaType !== undefined) {
        media += 1;
        if (isNull) scanner.word(4);
        else this.readCommunications(purpose.mediaType, held);
      } else scanner.skip(DEPTH);
    }
    if (scanner.failed || id === undefined) return this.leave();
    return { id, own: own.reading(), held, isNested: media > 0, toldMedium: mediumTold(said, there) };
  }

  private leave(): undefined {
    this.scanner.fail();
  }

  private readCommunications(mediaType: MediaType, held: HeldCommunication[]): void {
    const { scanner, inner } = this;
    scanner.open(0x5b);
    for (let isFirst = true; scanner.nextElement(isFirst); isFirst = false) {
      const kind = scanner.kind();
      if (kind === Kind.null) {
        scanner.word(4);
        continue;
      }
      if (kind !== Kind.object) return scanner.fail();
      inner.begin();
      this.communications += 1;
      this.readCommunication();
      held.push({ mediaType, id: this.communicationId, reading: inner.reading() });
    }
  }

  private readCommunication(): void {
    const { scanner } = this;
    let idRank = Infinity;
    this.communicationId = undefined;
    scanner.open(0x7b);
    for (let isFirst = true; scanner.nextKey(isFirst); isFirst = false) {
      const purpose = participantNames.find(scanner.bytes, scanner.from, scanner.until);
      if (purpose !== undefined) {
        if (this.seenInside[purpose.number] === this.communications) return scanner.fail();
        this.seenInside[purpose.number] = this.communications;
      }
      if (purpose?.plan !== undefined) this.inner.read(purpose.plan);
      else if (purpose !== undefined && purpose.idRank > 0 && purpose.idRank <= COMMUNICATION_ID_NAMES.length) {
        if (scanner.kind() !== Kind.text || idRank < Infinity) return scanner.fail();
        scanner.text();
        this.communicationId = this.pool.canonical(scanner);
        idRank = purpose.idRank;
      } else scanner.skip(DEPTH);
    }
  }
}
