import { PLACE_BYTES_MAX } from "../../decoding/recorded";
import { PageElements } from "./page-elements";
import { NOTHING_AROUND, readPageHead, type Around } from "./page-head";
import type { Piece } from "./piece";
import { HEAD_BYTES, keptBytesMax, isWithin } from "./record-size";

/**
 * A document that is read bit by bit. One that is too large to be a record is given element by element where it is a page of a list: so
 * a page may have any size, and no more than one of its elements is buffered.
 */
export class BufferedDocument {
  private buffers: Buffer[] = [];
  private keptBytes = 0;
  private limit: number;
  private page: PageElements | undefined;
  private isTooLarge = false;
  private head: Buffer | undefined;

  constructor(
    private readonly bytesMax: number,
    /** What stands around it where it is an element of a page. */
    private readonly around: Around = NOTHING_AROUND,
  ) {
    this.limit = Math.max(bytesMax, HEAD_BYTES);
  }

  /** Whether it is not buffered as a whole any more. */
  isReleased(): boolean {
    return this.isTooLarge || this.page !== undefined;
  }

  /** Whether nothing of it was read. */
  isEmpty(): boolean {
    return this.keptBytes === 0 && !this.isReleased();
  }

  /** What is buffered of it. */
  content(): Buffer {
    return Buffer.concat(this.buffers);
  }

  /** Reads on; gives the elements that end here. */
  add(bytes: Buffer): Piece[] {
    if (this.page !== undefined) return this.page.add(bytes);
    if (this.isTooLarge || bytes.length === 0) return [];
    const room = this.limit + 1 - this.keptBytes;
    const now = bytes.subarray(0, room);
    this.buffers.push(Buffer.from(now));
    this.keptBytes += now.length;
    if (this.keptBytes <= this.limit) return [];
    const content = this.content();
    this.limit = keptBytesMax(content, this.bytesMax);
    const pieces = this.keptBytes <= this.limit ? [] : this.split(content, false);
    return [...pieces, ...this.add(bytes.subarray(room))];
  }

  /** Ends it: at its closing bracket, or where it breaks off. */
  close(isWhole: boolean): Piece[] {
    if (this.page !== undefined) return this.page.close(isWhole);
    const content = this.content();
    if (!this.isTooLarge && isWithin(content, 0, content.length, this.bytesMax)) return [{ bytes: content }];
    if (this.isTooLarge) return [{ bytes: "tooLarge", head: this.head }];
    return [...this.split(content, isWhole), ...this.close(isWhole)];
  }

  /** It is too large to be one record. */
  private split(content: Buffer, isWhole: boolean): Piece[] {
    const head = readPageHead(content, isWhole, this.around);
    this.buffers = [];
    this.keptBytes = 0;
    if (head === undefined) {
      this.isTooLarge = true;
      this.head = Buffer.from(content.subarray(0, PLACE_BYTES_MAX));
      return [];
    }
    this.page = new PageElements(head, () => new BufferedDocument(this.bytesMax, head));
    return this.page.add(content.subarray(head.listFrom));
  }
}
