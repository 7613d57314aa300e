import { Kind } from "../../bytes/kind";
import type { Recall, Tape } from "../../bytes/tape";
import { isControlTopic } from "../topics";
import { isDetailTopic } from "../event-kind";
import { wellFormed } from "../well-formed";
import { IdPool } from "./id-pool";
import { CONTEXT } from "./contexts";
import { Level, levelNameOf, Name, type Topic } from "./level";
import { ParticipantCache } from "./participant-cache";
import { ParticipantReader } from "./participant-reader";
import type { ReadParticipant } from "./read-participant";
import { TextPool } from "./text-pool";

const LEVELS_MAX = 4;

/** Where a participant is remembered, and what is remembered there of it. */
interface Remembered {
  readonly slot: number;
  readonly participant: ReadParticipant | undefined;
}

/** Reads a record level by level, down to its body and participants. What is unusual fails the tape; then nothing that was read counts. */
export class LevelReader {
  readonly levels: readonly Level[] = Array.from({ length: LEVELS_MAX }, () => new Level());
  private readonly pool = new IdPool();
  private readonly topics = new TextPool<Topic>((name) => ({
    name,
    isControl: isControlTopic(name),
    isDetail: isDetailTopic(name),
  }));
  private readonly texts = new TextPool<string>(wellFormed);
  private readonly cache = new ParticipantCache();
  private readonly participants: ParticipantReader;
  /** The participants of the record, in the order in which the tape came to them. */
  private remembered: Remembered[] = [];
  private readonly recall: Recall;

  constructor(private readonly tape: Tape) {
    this.participants = new ParticipantReader(tape, this.pool);
    this.recall = (from, until) => {
      const participant = this.cache.find(tape.bytes, from, until);
      this.remembered.push({ slot: this.cache.slot, participant });
      return participant === undefined ? 0 : this.cache.length;
    };
  }

  /** Reads the object between two places as the level of a depth. Where that cannot be done in the usual way, the tape has failed. */
  start(bytes: Buffer, from: number, until: number, depth: number): void {
    if (this.remembered.length > 0) this.remembered = [];
    this.tape.start(bytes, from, until, CONTEXT.level, this.recall);
    if (!this.tape.failed) this.read(depth, false, 0);
  }

  /** `isBody`: its envelope is known to be around it. */
  private read(depth: number, isBody: boolean, object: number): void {
    const { tape } = this;
    const level = this.levels[depth];
    if (level === undefined || tape.kind(object) !== Kind.object) return tape.fail();
    tape.look(object);
    level.clear(tape.from, tape.until);
    const end = tape.next(object);
    for (let token = object + 1; token < end && !tape.failed; token = tape.next(token)) {
      const name = levelNameOf(tape.name(token));
      if (level.isThere(name)) return tape.fail();
      level.there |= 1 << name;
      if (tape.kind(token) === Kind.null) continue;
      level.said |= 1 << name;
      this.readNamed(level, name, token, depth, isBody);
    }
  }

  private readNamed(level: Level, name: Name, token: number, depth: number, isBody: boolean): void {
    const { tape } = this;
    const kind = tape.kind(token);
    switch (name) {
      case Name.value:
      case Name.payload:
        return depth === 0 ? this.enterValue(level, name, token) : undefined;
      case Name.detail:
      case Name.eventBody:
        if (isBody) return;
        return kind === Kind.object ? this.enter(level, name, depth + 1, name === Name.eventBody, token) : tape.fail();
      case Name.participants:
        return kind === Kind.list ? this.readParticipants(level, token) : tape.fail();
      case Name.participant:
        return this.readParticipant(level, token);
      case Name.partition:
      case Name.offset:
      case Name.partitions:
        if (kind === Kind.number) return this.readNumber(level, name, token);
        return depth === 0 ? tape.fail() : undefined;
      case Name.timestamp:
      case Name.ts:
      case Name.time:
        return this.readTime(level, name, token);
      case Name.key:
        return depth === 0 && kind === Kind.text ? this.readText(level, name, token) : undefined;
      case Name.topic:
        return kind === Kind.text ? this.readText(level, name, token) : undefined;
      case Name.topicName:
      case Name.conversationId:
      case Name.id:
      case Name.mediaType:
        return kind === Kind.text ? this.readText(level, name, token) : tape.fail();
      default:
    }
  }

  private readNumber(level: Level, name: Name.partition | Name.offset | Name.partitions, token: number): void {
    this.tape.look(token);
    const number = this.tape.value();
    if (name === Name.partition) level.partition = number;
    else if (name === Name.offset) level.offset = number;
    else level.partitions = number;
  }

  private readText(level: Level, name: Name, token: number): void {
    const { tape } = this;
    tape.look(token);
    if (name === Name.topic) level.topic = this.texts.valueOf(tape);
    else if (name === Name.topicName) level.topicName = this.topics.valueOf(tape);
    else if (name === Name.conversationId) level.conversationId = this.pool.canonical(tape);
    else if (name === Name.id) level.id = this.pool.canonical(tape);
    else if (name === Name.key) level.key = this.pool.canonical(tape);
    else level.mediaType = this.texts.valueOf(tape);
  }

  private readTime(level: Level, name: Name, token: number): void {
    const { tape } = this;
    const kind = tape.kind(token);
    if (kind !== Kind.number && kind !== Kind.text) return;
    tape.look(token);
    const stated = kind === Kind.number ? tape.value() : tape.text();
    if (name === Name.timestamp) level.timestamp = stated;
    else if (name === Name.ts) level.ts = stated;
    else level.time = stated;
  }

  private enter(level: Level, name: Name, depth: number, isBody: boolean, token: number): void {
    if (level.child !== undefined) return this.tape.fail();
    level.child = name;
    this.read(depth, isBody, token);
  }

  /** A record's value is an object, or the text of one. */
  private enterValue(level: Level, name: Name, token: number): void {
    const { tape } = this;
    const kind = tape.kind(token);
    if (kind === Kind.object) return this.enter(level, name, 1, false, token);
    tape.look(token);
    const { bytes, from, until } = tape;
    if (kind !== Kind.text || until === from) return tape.fail();
    const inner = tape.hasEscape ? Buffer.from(tape.text(), "utf8") : bytes.subarray(from, until);
    const object = tape.add(inner, 0, inner.length, CONTEXT.level);
    if (!tape.failed) this.enter(level, name, 1, false, object);
  }

  private readParticipants(level: Level, list: number): void {
    const { tape } = this;
    const end = tape.next(list);
    for (let token = list + 1; token < end && !tape.failed; token = tape.next(token))
      this.readParticipant(level, token);
  }

  /** Reads a participant, unless it was known again by its bytes. */
  private readParticipant(level: Level, token: number): void {
    const { tape, cache } = this;
    const kind = tape.kind(token);
    const remembered = this.remembered[tape.place(token)];
    if (remembered?.participant !== undefined && kind === Kind.recalled) {
      level.participants.push(remembered.participant);
      return;
    }
    const draft = kind === Kind.object ? this.participants.read(token) : undefined;
    if (draft === undefined || remembered === undefined) return tape.fail();
    tape.look(token);
    level.participants.push(cache.add(remembered.slot, tape.bytes, tape.from, tape.until, draft));
  }
}
