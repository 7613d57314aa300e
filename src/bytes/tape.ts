import { MODULE } from "./generated/module";
import { KINDS, type Kind } from "./kind";

/** A name whose values come onto the tape. */
export interface TapeName {
  /** The kind of object in which it counts: a number of 1 to 254 that its user gives. */
  readonly context: number;
  readonly name: string;
  /** What distinguishes it within its context, up to 65,535. */
  readonly number: number;
  /** As what an object under this name is walked over; it is skipped if it is not said. */
  readonly inObject?: number;
  /** The same for the objects of a list; `ELEMENTS` brings elements of all kinds onto the tape. */
  readonly inList?: number;
  /** Whether such objects may be known again by their bytes. */
  readonly isRecalled?: boolean;
}

/** The elements of a list, none of which is entered. */
export const ELEMENTS = 255;

/** How long the object is that begins at a place and ends before another, where it is remembered; else 0. */
export type Recall = (from: number, until: number) => number;

/** What is used of WebAssembly, which the types of neither Node nor ECMAScript have. */
interface Runtime {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}
const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Runtime };

/** What `assembly/tape.ts` exports. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => void };
  readonly textsBegin: () => number;
  readonly tapeBegin: () => number;
  readonly addName: (
    length: number,
    context: number,
    number: number,
    inObject: number,
    inList: number,
    isRecalled: number,
  ) => number;
  readonly clear: () => void;
  readonly walk: (from: number, until: number, context: number) => number;
}

const TOKEN_INTS = 5;
const PAGE_BYTES = 1 << 16;
const ZERO_BYTES = 32;
const HAS_ESCAPE = 0x10;
const IS_WIDE = 0x20;
/** A longer text is for another reader. */
const TEXT_BYTES_MAX = 1 << 28;

/**
 * The named values of JSON texts, as tokens in the order in which they stand. A token is followed by those inside it; `next` comes
 * after all of them. What is unusual or wrong sets `failed`: then nothing that was read counts. The tape and its texts are gone
 * once it is started again.
 */
export class Tape {
  /** All texts, and more: places of tokens count from its beginning. It is another object once a longer text came. */
  bytes: Buffer;
  /** The same, to be read in words. */
  view: DataView;
  failed = false;
  /** Of the token that was looked at last: where it is, and whether a text has escapes, or is all ASCII. */
  from = 0;
  until = 0;
  hasEscape = false;
  isAscii = true;
  private tokens: Int32Array;
  private textsEnd = 0;
  private recall: Recall = () => 0;
  private readonly module: Exports;

  /** A tape for some names. Throws where there are too many, or one is too long. */
  constructor(names: Iterable<TapeName>) {
    const compiled = new WebAssembly.Module(Buffer.from(MODULE, "base64"));
    const recall: Recall = (from, until) => this.recall(from, until);
    this.module = new WebAssembly.Instance(compiled, { tape: { recall } }).exports as Exports;
    this.bytes = Buffer.from(this.module.memory.buffer);
    this.view = new DataView(this.module.memory.buffer);
    this.tokens = this.viewTokens();
    for (const name of names) this.addName(name);
  }

  /** Begins anew with the object that stands between two places of a buffer; its token is the first, 0. */
  start(source: Buffer, from: number, until: number, context: number, recall: Recall): void {
    this.module.clear();
    this.failed = false;
    this.recall = recall;
    this.textsEnd = this.module.textsBegin();
    this.add(source, from, until, context);
  }

  /** Adds an object that a text holds; gives its token. */
  add(source: Buffer, from: number, until: number, context: number): number {
    const length = until - from;
    const at = this.textsEnd;
    if (length > TEXT_BYTES_MAX) return this.fault();
    this.reserve(at + length + ZERO_BYTES);
    source.copy(this.bytes, at, from, until);
    this.textsEnd = at + length + ZERO_BYTES;
    const token = this.module.walk(at, at + length, context);
    return token < 0 ? this.fault() : token;
  }

  fail(): void {
    this.failed = true;
  }

  kind(token: number): Kind {
    const kind = KINDS[this.int(token, 1) & 0xf];
    if (kind === undefined) throw new RangeError("a tape has no such token");
    return kind;
  }

  /** The number of its name; 0 where it has none. */
  name(token: number): number {
    return this.int(token, 0);
  }

  /** How many objects that may be recalled came before such an object. */
  place(token: number): number {
    return this.int(token, 1) >> 8;
  }

  /** The token that comes after all inside this one. */
  next(token: number): number {
    return this.int(token, 4);
  }

  /** Looks at a token: of a text its bytes without the quotes, else all of the value. */
  look(token: number): void {
    const flags = this.int(token, 1);
    this.from = this.int(token, 2);
    this.until = this.int(token, 3);
    this.hasEscape = (flags & HAS_ESCAPE) !== 0;
    this.isAscii = (flags & IS_WIDE) === 0;
  }

  /** The text that is looked at. */
  text(): string {
    const { bytes, from, until } = this;
    if (this.hasEscape) return JSON.parse(bytes.toString("utf8", from - 1, until + 1)) as string;
    return bytes.toString(this.isAscii ? "latin1" : "utf8", from, until);
  }

  /** The number that is looked at. */
  value(): number {
    const { bytes, from, until } = this;
    let value = 0;
    let at = from;
    for (; at < until; at += 1) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    return at === until && until - from < 16 ? value : Number(bytes.toString("latin1", from, until));
  }

  private int(token: number, field: number): number {
    return this.tokens[token * TOKEN_INTS + field] ?? 0;
  }

  private fault(): number {
    this.failed = true;
    return 0;
  }

  private addName({ context, name, number, inObject = 0, inList = 0, isRecalled = false }: TapeName): void {
    const begin = this.module.textsBegin();
    const length = this.bytes.write(name, begin, "utf8");
    this.bytes.fill(0, begin + length, begin + length + ZERO_BYTES);
    const isAdded = this.module.addName(length, context, number, inObject, inList, Number(isRecalled));
    if (isAdded === 0) throw new RangeError(`a tape has no room for the name ${name}`);
  }

  private reserve(bytes: number): void {
    const missing = bytes - this.bytes.length;
    if (missing <= 0) return;
    this.module.memory.grow(Math.ceil(missing / PAGE_BYTES));
    this.bytes = Buffer.from(this.module.memory.buffer);
    this.view = new DataView(this.module.memory.buffer);
    this.tokens = this.viewTokens();
  }

  private viewTokens(): Int32Array {
    const begin = this.module.tapeBegin();
    return new Int32Array(this.bytes.buffer, begin, (this.module.textsBegin() - begin) >> 2);
  }
}
