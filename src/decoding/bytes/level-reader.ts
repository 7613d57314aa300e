import { isControlTopic } from "../topics";
import { isDetailTopic } from "../event-kind";
import { IdPool } from "./id-pool";
import { Level, levelNames, Name, type Topic } from "./level";
import { ParticipantCache } from "./participant-cache";
import { ParticipantReader } from "./participant-reader";
import { Kind } from "./kind";
import type { Scanner } from "./scanner";
import { TextPool } from "./text-pool";

const LEVELS_MAX = 4;

/**
 * Reads a record level by level, down to its body and participants. What is unusual fails the scanner; then nothing that
 * was read counts.
 */
export class LevelReader {
  /** The bytes in which the record lies, and those in which the levels below it do. */
  recordBytes: Buffer | undefined;
  valueBytes: Buffer | undefined;
  readonly levels: readonly Level[] = Array.from({ length: LEVELS_MAX }, () => new Level());
  private readonly pool = new IdPool();
  private readonly topics = new TextPool<Topic>((name) => ({
    name,
    isControl: isControlTopic(name),
    isDetail: isDetailTopic(name),
  }));
  private readonly texts = new TextPool<string>((text) => text);
  private readonly cache = new ParticipantCache();
  private readonly participants: ParticipantReader;

  constructor(private readonly scanner: Scanner) {
    this.participants = new ParticipantReader(scanner, this.pool);
  }

  /** Reads the object that begins here as the level of a depth; `isBody`: its envelope is known to be around it. */
  read(depth: number, isBody: boolean): void {
    const { scanner } = this;
    const level = this.levels[depth];
    if (level === undefined || scanner.kind() !== Kind.object) return scanner.fail();
    level.clear(scanner.at);
    scanner.open(0x7b);
    for (let isFirst = true; scanner.nextKey(isFirst); isFirst = false) {
      const name = levelNames.find(scanner.bytes, scanner.from, scanner.until);
      if (name === undefined) {
        scanner.skip(depth + 1);
        continue;
      }
      if (level.isThere(name)) return scanner.fail();
      level.there |= 1 << name;
      const kind = scanner.kind();
      if (kind === Kind.null) {
        scanner.word(4);
        continue;
      }
      level.said |= 1 << name;
      this.readNamed(level, name, kind, depth, isBody);
    }
    level.until = scanner.at;
  }

  private readNamed(level: Level, name: Name, kind: Kind, depth: number, isBody: boolean): void {
    const { scanner } = this;
    switch (name) {
      case Name.value:
      case Name.payload:
        return depth === 0 ? this.enterValue(level, name, kind) : scanner.skip(depth + 1);
      case Name.detail:
      case Name.eventBody:
        if (isBody || kind !== Kind.object) return isBody ? scanner.skip(depth + 1) : scanner.fail();
        return this.enter(level, name, depth + 1, name === Name.eventBody);
      case Name.participants:
        return kind === Kind.list ? this.readParticipants(level) : scanner.fail();
      case Name.participant:
        return kind === Kind.object ? this.readParticipant(level) : scanner.fail();
      case Name.partition:
      case Name.offset:
      case Name.partitions:
        if (kind !== Kind.number) return depth === 0 ? scanner.fail() : scanner.skip(depth + 1);
        return this.readNumber(level, name);
      case Name.timestamp:
      case Name.ts:
      case Name.time:
        return this.readTime(level, name, kind, depth);
      case Name.key:
        if (depth > 0 || kind !== Kind.text) return scanner.skip(depth + 1);
        return this.readKey(level);
      case Name.topic:
      case Name.topicName:
      case Name.conversationId:
      case Name.id:
      case Name.mediaType:
        if (kind !== Kind.text) return name === Name.topic ? scanner.skip(depth + 1) : scanner.fail();
        scanner.text();
        return scanner.failed ? undefined : this.readText(level, name);
      default:
        return scanner.skip(depth + 1);
    }
  }

  private readNumber(level: Level, name: Name.partition | Name.offset | Name.partitions): void {
    const number = this.scanner.number();
    if (name === Name.partition) level.partition = number;
    else if (name === Name.offset) level.offset = number;
    else level.partitions = number;
  }

  private readKey(level: Level): void {
    const { scanner } = this;
    scanner.text();
    if (!scanner.failed) level.key = this.pool.canonical(scanner);
  }

  private readText(level: Level, name: Name): void {
    const { scanner } = this;
    if (name === Name.topic) level.topic = this.texts.valueOf(scanner);
    else if (name === Name.topicName) level.topicName = this.topics.valueOf(scanner);
    else if (name === Name.conversationId) level.conversationId = this.pool.canonical(scanner);
    else if (name === Name.id) level.id = this.pool.canonical(scanner);
    else level.mediaType = this.texts.valueOf(scanner);
  }

  private readTime(level: Level, name: Name, kind: Kind, depth: number): void {
    const { scanner } = this;
    if (kind !== Kind.number && kind !== Kind.text) return scanner.skip(depth + 1);
    let stated: number | string;
    if (kind === Kind.number) stated = scanner.number();
    else {
      scanner.text();
      stated = scanner.textValue();
    }
    if (name === Name.timestamp) level.timestamp = stated;
    else if (name === Name.ts) level.ts = stated;
    else level.time = stated;
  }

  private enter(level: Level, name: Name, depth: number, isBody: boolean): void {
    if (level.child !== undefined) return this.scanner.fail();
    level.child = name;
    this.read(depth, isBody);
  }

  /** A record's value is an object, or the text of one. */
  private enterValue(level: Level, name: Name, kind: Kind): void {
    const { scanner } = this;
    if (kind === Kind.object) return this.enter(level, name, 1, false);
    if (kind !== Kind.text) return scanner.fail();
    scanner.text();
    const { bytes, at, end, from, until, hasEscape } = scanner;
    const inner = hasEscape ? Buffer.from(scanner.textValue(), "utf8") : bytes;
    if (scanner.failed || until === from) return scanner.fail();
    scanner.start(inner, hasEscape ? 0 : from, hasEscape ? inner.length : until);
    this.enter(level, name, 1, false);
    const isWhole = scanner.isAtEnd();
    this.valueBytes = inner;
    scanner.start(bytes, at, end);
    if (!isWhole) scanner.fail();
  }

  private readParticipants(level: Level): void {
    const { scanner } = this;
    scanner.open(0x5b);
    for (let isFirst = true; scanner.nextElement(isFirst); isFirst = false) {
      if (scanner.kind() !== Kind.object) return scanner.fail();
      this.readParticipant(level);
    }
  }

  /** Reads a participant, or knows it again by its bytes. */
  private readParticipant(level: Level): void {
    const { scanner, cache } = this;
    const from = scanner.at;
    const known = cache.find(scanner.bytes, from, scanner.end);
    if (known !== undefined) {
      scanner.at = from + cache.length;
      level.participants.push(known);
      return;
    }
    const draft = this.participants.read();
    if (draft === undefined || scanner.failed) return scanner.fail();
    level.participants.push(cache.add(scanner.bytes, from, scanner.at, draft));
  }
}
