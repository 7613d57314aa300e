import type { Random } from "../../src/consumers/simulation/random";
import { changeByte, WRITINGS, type Json } from "../support/mutations";
import { CANARY } from "./canary";
import { NAMES } from "./changes";

const WRITTEN_NUMBERS = [
  "1e400",
  "-1e400",
  "1e-400",
  "-0",
  "9007199254740993",
  "9".repeat(400),
  "0.1e-7",
  "1E+2",
  "01",
];
const ESCAPES = ["\\x", "\\u12g4", "\\ud800", "\\u0000", "\\udc00\\ud800", "\\/", "\\", "\u0001"];
const KEYS = ["id", "state", "held", "participants", "endTime", "conversationId", "eventBody", "value", "timestamp"];
const DEPTHS = [10, 62, 63, 64, 65, 66, 500, 20_000];

/** Ways to write a document down. Those that need text change it without making a personal value another field's. */
const TEXTS: readonly ((document: Json, random: Random) => string)[] = [
  (document, random) => random.pick(WRITINGS)(document, random),
  (document, random) =>
    once(JSON.stringify(document), /:(-?\d+)(?=[,}])/g, random, () => `:${random.pick(WRITTEN_NUMBERS)}`),
  (document, random) =>
    once(
      JSON.stringify(document),
      /"([^"\\]*)"(?=[,}\]])/g,
      random,
      (all) => `${all.slice(0, -1)}${random.pick(ESCAPES)}"`,
    ),
  (document, random) =>
    once(
      JSON.stringify(document),
      /"[A-Za-z]+":/g,
      random,
      (all) => `${JSON.stringify(random.pick([...KEYS, ...NAMES]))}:${deep(random)},${all}`,
    ),
  (document, random) =>
    once(
      JSON.stringify(document),
      /"([A-Za-z])([A-Za-z]*)":/g,
      random,
      (all) => `"\\u00${all.charCodeAt(1).toString(16)}${all.slice(2)}`,
    ),
  (document, random) =>
    `${JSON.stringify(document)}${random.pick(["", "\n", "\r\n\r\n", " ,", "]", "\u0000", "{}", "\n{}"])}`,
  (document, random) =>
    `CreateTime:1772438400000\tPartition:${random.int(0, 7)}\tOffset:41\tNO_HEADERS\t${CANARY}\t${JSON.stringify(document)}`,
  (document) => `${CANARY}\t${JSON.stringify(document)}`,
];

function deep(random: Random): string {
  const levels = random.pick(random.chance(5) ? DEPTHS : DEPTHS.slice(0, 6));
  if (random.chance(70)) return random.pick(["null", "0", '""', "[]", "{}", "1e400"]);
  return random.chance(50)
    ? `${"[".repeat(levels)}${"]".repeat(levels)}`
    : `${'{"x":'.repeat(levels)}0${"}".repeat(levels)}`;
}

/** Replaces one of the places that a pattern finds. */
function once(text: string, pattern: RegExp, random: Random, replace: (found: string) => string): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { index, 0: all } = random.pick(found);
  return text.slice(0, index) + replace(all) + text.slice(index + all.length);
}

const swapped = (text: string) => Buffer.from(text, "utf16le").swap16();
const bytes = (count: number, random: Random) => Buffer.from(Array.from({ length: count }, () => random.int(0, 255)));

/** Ways in which bytes are more, less or other than the text of a document. */
const ENCODINGS: readonly ((text: string, random: Random) => Buffer)[] = [
  (text) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]),
  (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  (text) => swapped(`\ufeff${text}`),
  (text) => Buffer.from(text, "utf16le"),
  (text) => Buffer.from(text, "latin1"),
  (text, random) => Buffer.from(text).subarray(0, random.int(0, text.length)),
  (text, random) => Buffer.from(text).subarray(random.int(0, 12)),
  (text, random) => changeByte(Buffer.from(text), random),
  (text, random) => changeByte(changeByte(Buffer.from(text), random), random),
  (text, random) => Buffer.concat([Buffer.from([0, 0, 0, 0, random.int(0, 255)]), Buffer.from(text)]),
  (_, random) => Buffer.concat([Buffer.from([0, 0, 0, 0, 7]), bytes(random.int(1, 40), random), Buffer.from(CANARY)]),
  (_, random) => Buffer.concat([Buffer.from("Obj\u0001"), bytes(random.int(0, 60), random), Buffer.from(CANARY)]),
  (_, random) =>
    Buffer.concat([Buffer.from([0x0a, CANARY.length]), Buffer.from(CANARY), bytes(random.int(0, 9), random)]),
  (_, random) => Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), bytes(random.int(0, 60), random)]),
  (_, random) => bytes(random.int(0, 80), random),
];

/** Writes a document down as the bytes of one record: in the usual way as a rule. */
export function write(document: Json, random: Random): Buffer {
  const text = random.chance(60) ? JSON.stringify(document) : random.pick(TEXTS)(document, random);
  return random.chance(88) ? Buffer.from(text) : random.pick(ENCODINGS)(text, random);
}
