const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const RECORD_SEPARATOR = 0x1e;

/** Whether a byte opens an object or a list. */
export function isOpening(byte: number | undefined): boolean {
  return byte === 0x7b || byte === 0x5b;
}

/** Whether a byte closes one. */
export function isClosing(byte: number | undefined): boolean {
  return byte === 0x7d || byte === 0x5d;
}

/** Where the last document of a line begins that the line does not end; undefined where there is none such. */
export function openingIn(bytes: Buffer, from: number, until: number): number | undefined {
  let depth = 0;
  let inString = false;
  let opening: number | undefined;
  for (let at = from; at < until; at += 1) {
    const byte = bytes[at];
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = depth > 0;
    else if (isOpening(byte)) {
      if (depth === 0) opening = at;
      depth += 1;
    } else if (isClosing(byte) && depth > 0) depth -= 1;
  }
  // No string of JSON goes over the end of a line: such a line is broken.
  return depth > 0 && !inString ? opening : undefined;
}

/** A range of bytes without the white space around it, and without the record separator of a JSON text sequence (RFC 7464). */
export function trimmed(bytes: Buffer, start: number, end: number): readonly [number, number] {
  let from = start;
  let until = end;
  while (from < until && isSpace(bytes[from])) from += 1;
  while (until > from && isSpace(bytes[until - 1])) until -= 1;
  return [from, until];
}

/** A range of bytes without the comma before or behind a document, as in the lines of a list that lost its brackets. */
export function withoutCommas(bytes: Buffer, start: number, end: number): readonly [number, number] {
  let [from, until] = trimmed(bytes, start, end);
  if (until > from && bytes[from] === COMMA) {
    const [behind] = trimmed(bytes, from + 1, until);
    if (isOpening(bytes[behind])) from = behind;
  }
  if (until > from && bytes[until - 1] === COMMA) {
    const [, before] = trimmed(bytes, from, until - 1);
    if (isClosing(bytes[before - 1])) until = before;
  }
  return [from, until];
}

/** Whether a trimmed range is but a comma: what is left between documents where a list lost its brackets. */
export function isComma(bytes: Buffer, from: number, until: number): boolean {
  return until - from === 1 && bytes[from] === COMMA;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a || byte === RECORD_SEPARATOR;
}
