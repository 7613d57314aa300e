import type { Tape } from "../../bytes/tape";
import { parseInstant, type Instant } from "../../models/instant";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The date that was read last, as a number of its digits, and its midnight: most instants share it. */
let dateDigits = -1;
let midnight = 0;

/** The text that a tape looks at as an instant; undefined where it names none. `YYYY-MM-DDTHH:MM:SS.mmmZ` goes by its digits. */
export function readInstant(tape: Tape): Instant | undefined {
  const { bytes, from, until } = tape;
  if (until - from === 24 && !tape.hasEscape) {
    const instant = readFixed(bytes, from);
    if (instant !== undefined) return instant;
  }
  return parseInstant(tape.text());
}

function readFixed(bytes: Uint8Array, from: number): Instant | undefined {
  const isForm =
    bytes[from + 4] === 0x2d &&
    bytes[from + 7] === 0x2d &&
    bytes[from + 10] === 0x54 &&
    bytes[from + 13] === 0x3a &&
    bytes[from + 16] === 0x3a &&
    bytes[from + 19] === 0x2e &&
    bytes[from + 23] === 0x5a;
  if (!isForm) return undefined;
  const date = digits(bytes, from, 4) * 10_000 + digits(bytes, from + 5, 2) * 100 + digits(bytes, from + 8, 2);
  if (date !== dateDigits && !learnDate(bytes, from, date)) return undefined;
  const hour = digits(bytes, from + 11, 2);
  const minute = digits(bytes, from + 14, 2);
  const second = digits(bytes, from + 17, 2);
  const ms = digits(bytes, from + 20, 3);
  const isTime = hour <= 23 && minute <= 59 && second <= 59 && ms >= 0 && hour >= 0 && minute >= 0 && second >= 0;
  return isTime ? midnight + hour * HOUR + minute * MINUTE + second * 1000 + ms : undefined;
}

/** Learns a date from its text, by the rules for all instants. */
function learnDate(bytes: Uint8Array, from: number, date: number): boolean {
  const text = String.fromCharCode(...bytes.subarray(from, from + 10));
  const instant = parseInstant(`${text}T00:00:00.000Z`);
  if (instant === undefined) return false;
  dateDigits = date;
  midnight = instant;
  return true;
}

/** The number that some digits make; far below zero where one of them is none. */
function digits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let index = 0; index < count; index += 1) {
    const digit = (bytes[from + index] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1e15;
    value = value * 10 + digit;
  }
  return value;
}
