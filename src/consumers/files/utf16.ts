/** Which of the two bytes of a unit comes first: the byte-order mark says. */
type Order = "little" | "big";

const HEAD_BYTES = 4;
/** What is no character of UTF-16 is made what is no character of UTF-8: so it is refused as such, not read as something else. */
const BAD = Buffer.from([0xff]);

/** The bytes of a file in UTF-8: one that begins with a byte-order mark of UTF-16 is converted as it is read, others are left as they are. */
export async function* inUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  let convert: Utf16Converter | undefined;
  for await (const chunk of chunks) {
    let bytes: Buffer = chunk;
    if (head !== undefined) {
      if (head.length > 0) bytes = Buffer.concat([head, chunk]);
      // A mark may be cut in two, but most are not: nothing is copied then.
      if (bytes.length < HEAD_BYTES) {
        head = Buffer.from(bytes);
        continue;
      }
      head = undefined;
      const order = orderOf(bytes);
      convert = order && new Utf16Converter(order);
      if (convert !== undefined) bytes = bytes.subarray(2);
    }
    yield convert === undefined ? bytes : convert.push(bytes);
  }
  if (head !== undefined && head.length > 0) yield head;
  const rest = convert?.end();
  if (rest !== undefined && rest.length > 0) yield rest;
}

function orderOf(head: Buffer): Order | undefined {
  const mark = head.readUInt16BE(0);
  if (mark === 0xfeff) return "big";
  // In UTF-32 two zeros follow.
  return mark === 0xfffe && head.readUInt16BE(2) !== 0 ? "little" : undefined;
}

/** Converts UTF-16 to UTF-8, piece by piece, wherever the pieces are cut. */
class Utf16Converter {
  private rest = Buffer.alloc(0);

  constructor(private readonly order: Order) {}

  push(chunk: Buffer): Buffer {
    const bytes = Buffer.concat([this.rest, chunk]);
    let whole = bytes.length & ~1;
    if (whole >= 2 && isHighSurrogate(this.unitAt(bytes, whole - 2))) whole -= 2;
    this.rest = Buffer.from(bytes.subarray(whole));
    const units = bytes.subarray(0, whole);
    return toUtf8(this.order === "big" ? units.swap16() : units);
  }

  /** What remains is half a character. */
  end(): Buffer {
    return this.rest.length === 0 ? this.rest : BAD;
  }

  private unitAt(bytes: Buffer, at: number): number {
    return this.order === "big" ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function toUtf8(units: Buffer): Buffer {
  const [first = "", ...others] = units.toString("utf16le").split(/\p{Surrogate}/u);
  return Buffer.concat([Buffer.from(first), ...others.flatMap((text) => [BAD, Buffer.from(text)])]);
}
