const NEWLINE = 0x0a;

/** Cuts the bytes of a file into lines, each with the newline that ends it. */
export class LineSplitter {
  private begun: Buffer[] = [];

  /** The lines that a chunk ends. Their bytes, and those of the chunk, are only good until the next chunk comes. */
  *take(chunk: Buffer): Generator<Buffer> {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const piece = chunk.subarray(from, end + 1);
      const line = this.begun.length === 0 ? piece : Buffer.concat([...this.begun, piece]);
      this.begun = [];
      from = end + 1;
      yield line;
    }
    if (from < chunk.length) this.begun.push(Buffer.from(chunk.subarray(from)));
  }

  /** The last line, where no newline ends it. */
  rest(): Buffer | undefined {
    return this.begun.length === 0 ? undefined : Buffer.concat(this.begun);
  }
}

/** A line without the newline that ends it. */
export function withoutNewline(line: Buffer): Buffer {
  return line.at(-1) === NEWLINE ? line.subarray(0, -1) : line;
}
