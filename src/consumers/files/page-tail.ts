import { parseBytes } from "../../decoding/structure";
import { unwrap, type Obstacle, type Unwrapped } from "../../decoding/unwrap";
import { isOpening } from "./brackets";
import { JsonFollower } from "./json-follower";
import { KEPT_BYTES_MAX, KEPT_VALUE_BYTES, type PageHead } from "./page-head";

const QUOTE = 0x22;
const COMMA = 0x2c;
const SPACE = 0x20;
/** Stands for any record of a page. */
const RECORD = '{"id":"","participants":[]}';
/** What a value that is too large to be kept reads as. */
const CUT_VALUES: ReadonlyMap<string, string> = new Map([
  ["[", `[${RECORD}]`],
  ["{", "{}"],
  ['"', '""'],
]);

/** What stands behind the list of a page, from the bracket that closes it: its elements were read without knowing it. */
export class PageTail {
  private kept: number[] = [];
  private readonly json = new JsonFollower();
  private valueFrom = 0;
  private isOverfull = false;
  private hasMembers = false;

  constructor(private readonly head: PageHead) {}

  /** Reads on. */
  add(bytes: Buffer): void {
    for (const byte of bytes) {
      if (this.isOverfull) return;
      if (byte > SPACE || this.json.inText) this.take(byte);
    }
  }

  /** What the page would have read as otherwise, had it been one record: the lists that were left out, or one obstacle for all of it. */
  obstacles(): readonly Obstacle[] {
    if (this.isOverfull) return [UNHEEDED];
    if (!this.hasMembers) return [];
    const { before, after, outer } = this.head;
    const heeded = parseBytes(Buffer.concat([before, Buffer.from(RECORD), Buffer.from(this.kept), outer.after]));
    const unheeded = parseBytes(Buffer.concat([before, Buffer.from(RECORD), after]));
    // What stood before the list was read with each element, and is reported there.
    if ("reason" in unheeded) return [];
    if ("reason" in heeded) return [{ reason: heeded.reason, detail: "It is so behind the list of the page." }];
    const read = contentsOf(unheeded.value);
    const all = contentsOf(heeded.value);
    const others = all.slice(read.length).flatMap(({ content }) => ("reason" in content ? [content] : []));
    const isSame = JSON.stringify(all.slice(0, read.length)) === JSON.stringify(read);
    return isSame ? others : [UNHEEDED];
  }

  private take(byte: number): void {
    const isOutside = this.json.isOutside();
    if (isOutside && (byte === QUOTE || isOpening(byte))) this.valueFrom = this.kept.length;
    if (isOutside && byte === COMMA) this.hasMembers = true;
    const isCut = !isOutside && this.kept.length - this.valueFrom > KEPT_VALUE_BYTES;
    if (!isCut) this.kept.push(byte);
    this.isOverfull = this.kept.length > KEPT_BYTES_MAX;
    const hasEnded = this.json.endsValue(byte);
    if (isCut && hasEnded) this.replace();
  }

  private replace(): void {
    const first = String.fromCharCode(this.kept[this.valueFrom] ?? 0);
    this.kept.splice(this.valueFrom, Infinity, ...Buffer.from(CUT_VALUES.get(first) ?? ""));
  }
}

const UNHEEDED: Obstacle = {
  reason: "tooLarge",
  detail:
    "The page is larger than a record may be, and what stands behind its list says how or when its records were sent: they were read without it. Write it before the list, or raise --max-record-bytes above the size of the page.",
};

function contentsOf(document: unknown): readonly Pick<Unwrapped, "wrapping" | "content">[] {
  const wrapping = { position: { file: "", line: 1 }, partition: undefined, timestamp: undefined };
  return unwrap(document, wrapping).map((one) => ({ wrapping: one.wrapping, content: one.content }));
}
