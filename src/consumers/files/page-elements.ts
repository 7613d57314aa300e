import { isClosing, isOpening } from "./brackets";
import { JsonFollower } from "./json-follower";
import type { PageHead } from "./page-head";
import { PageTail } from "./page-tail";
import type { PageCount, Piece } from "./piece";

/** What an element is read into. */
export interface ElementHolder {
  readonly isEmpty: () => boolean;
  readonly add: (bytes: Buffer) => Piece[];
  readonly close: (isWhole: boolean) => Piece[];
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const SPACE = 0x20;

/** The list of a page: gives its elements one by one, each with what stands around all of them, so that it reads as a page of its own. */
export class PageElements {
  private readonly count: PageCount = { records: 0 };
  private readonly tail: PageTail;
  private element: ElementHolder;
  private hasBegun = false;
  private readonly json = new JsonFollower();
  private isOver = false;
  private hasScalar = false;

  constructor(
    private readonly head: PageHead,
    private readonly makeHolder: () => ElementHolder,
  ) {
    this.element = makeHolder();
    this.tail = new PageTail(head);
  }

  /** Reads on; gives the elements that end here. */
  add(bytes: Buffer): Piece[] {
    const pieces: Piece[] = [];
    const wasOver = this.isOver;
    let from = 0;
    let at = 0;
    for (; at < bytes.length && !this.isOver; at += 1) {
      const byte = bytes[at] ?? 0;
      if (!this.hasBegun) {
        if (byte <= SPACE || byte === COMMA) continue;
        this.hasBegun = true;
        from = at;
      }
      const end = this.step(byte);
      if (end === undefined) continue;
      this.isOver = end === "over";
      this.fill(bytes.subarray(from, end === "closed" ? at + 1 : at), pieces);
      this.leaveElement(true, pieces);
    }
    if (this.isOver) this.tail.add(bytes.subarray(wasOver ? 0 : at - 1));
    else if (this.hasBegun) this.fill(bytes.subarray(from), pieces);
    return pieces;
  }

  /** Ends the page: at its closing bracket, or where it breaks off. */
  close(isWhole: boolean): Piece[] {
    const pieces: Piece[] = [];
    this.leaveElement(isWhole, pieces);
    if (isWhole)
      for (const obstacle of this.tail.obstacles()) pieces.push({ bytes: "tooLarge", obstacle, page: this.count });
    // That a page broke off behind an element would be missed otherwise.
    if (!isWhole && pieces.length === 0) this.give({ bytes: Buffer.alloc(0) }, false, pieces);
    return pieces;
  }

  private fill(bytes: Buffer, into: Piece[]): void {
    for (const piece of this.element.add(bytes)) this.give(piece, true, into);
  }

  private leaveElement(isWhole: boolean, into: Piece[]): void {
    const { element } = this;
    this.hasBegun = false;
    if (element.isEmpty()) return;
    this.element = this.makeHolder();
    for (const piece of element.close(isWhole)) this.give(piece, isWhole, into);
  }

  /** Moves over a byte of an element; says whether one is closed by it, ends before it, or the list is over. */
  private step(byte: number): "closed" | "ended" | "over" | undefined {
    if (this.json.isOutside() && isClosing(byte)) return "over";
    if (this.json.isOutside() && byte === COMMA) return "ended";
    return this.json.endsValue(byte) ? "closed" : undefined;
  }

  /** Of numbers and the like, which are no records, the first stands for all. */
  private give(piece: Piece, isWhole: boolean, into: Piece[]): void {
    const { bytes } = piece;
    const page = this.count;
    // An element of a page in this one has all around it.
    if (bytes === "tooLarge" || piece.page !== undefined) {
      into.push({ ...piece, page });
      return;
    }
    const isScalar = bytes.length > 0 && !isOpening(bytes[0]) && bytes[0] !== QUOTE;
    if (isScalar && this.hasScalar) return;
    this.hasScalar ||= isScalar;
    const { before, after } = this.head;
    into.push({ bytes: Buffer.concat(isWhole ? [before, bytes, after] : [before, bytes]), page });
  }
}
