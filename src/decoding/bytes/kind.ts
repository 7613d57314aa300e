/** The kinds of JSON values, told by their first byte. */
export const enum Kind {
  text,
  object,
  list,
  true,
  false,
  null,
  number,
  none,
}

/** The kind of value that begins with a byte. */
export function kindOf(byte: number): Kind {
  switch (byte) {
    case 0x22:
      return Kind.text;
    case 0x7b:
      return Kind.object;
    case 0x5b:
      return Kind.list;
    case 0x74:
      return Kind.true;
    case 0x66:
      return Kind.false;
    case 0x6e:
      return Kind.null;
    default:
      return byte === 0x2d || (byte >= 0x30 && byte <= 0x39) ? Kind.number : Kind.none;
  }
}

/** Whether a byte may stand in a number. */
export function isPartOfNumber(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2b || byte === 0x2d || byte === 0x2e || (byte | 0x20) === 0x65;
}

/** The number that a stretch of bytes writes; undefined where it writes none. */
export function numberIn(bytes: Buffer, from: number, until: number): number | undefined {
  let value = 0;
  let at = from;
  for (; at < until; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  const hasLeadingZero = bytes[from] === 0x30 && until > from + 1;
  if (at === until && until > from && until - from < 16 && !hasLeadingZero) return value;
  try {
    return JSON.parse(bytes.toString("latin1", from, until)) as number;
  } catch {
    return undefined;
  }
}

const TRUE = Buffer.from("true");
const FALSE = Buffer.from("false");
const NULL = Buffer.from("null");

/** Whether `true`, `false` or `null` stands somewhere. */
export function isWord(bytes: Uint8Array, at: number): boolean {
  const word = bytes[at] === 0x74 ? TRUE : bytes[at] === 0x66 ? FALSE : NULL;
  for (let index = 1; index < word.length; index += 1) if (bytes[at + index] !== word[index]) return false;
  return true;
}

/** The letters that may stand behind a backslash, but for `u`, which needs four hexadecimal digits. */
const ESCAPED = new Set(Buffer.from('"\\/bfnrt'));
const LETTER_U = 0x75;

/** Whether what stands behind a backslash makes an escape. */
export function isEscape(bytes: Uint8Array, at: number): boolean {
  const letter = bytes[at] ?? 0;
  if (letter !== LETTER_U) return ESCAPED.has(letter);
  return [1, 2, 3, 4].every((digit) => isHexadecimal(bytes[at + digit] ?? 0));
}

function isHexadecimal(byte: number): boolean {
  const letter = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x66);
}
