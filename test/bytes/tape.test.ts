import fc from "fast-check";

import { Kind } from "../../src/bytes/kind";
import { ELEMENTS, Tape, type TapeName } from "../../src/bytes/tape";
import { runs } from "../support/runs";

const OUTER = 1;
const INNER = 2;
const NAMES: readonly TapeName[] = [
  { context: OUTER, name: "name", number: 1 },
  { context: OUTER, name: "inner", number: 2, inObject: INNER, inList: INNER },
  { context: OUTER, name: "known", number: 3, inObject: INNER, inList: INNER, isRecalled: true },
  { context: OUTER, name: "all", number: 4, inList: ELEMENTS },
  { context: OUTER, name: "größe", number: 5 },
  { context: INNER, name: "name", number: 11 },
];
const tape = new Tape(NAMES);
const nothing = () => 0;

/** What a tape has of a value, as data: of named values and elements what they are, of the others nothing. */
function seen(token: number): unknown {
  tape.look(token);
  switch (tape.kind(token)) {
    case Kind.text:
      return tape.text();
    case Kind.number:
      return tape.value();
    case Kind.true:
      return true;
    case Kind.false:
      return false;
    case Kind.null:
      return null;
    case Kind.recalled:
      return "recalled";
    case Kind.object:
      return Object.fromEntries(inside(token).map((inner) => [tape.name(inner), seen(inner)]));
    case Kind.list:
      return inside(token).map(seen);
  }
}

function inside(token: number): number[] {
  const tokens: number[] = [];
  for (let inner = token + 1; inner < tape.next(token); inner = tape.next(inner)) tokens.push(inner);
  return tokens;
}

function walk(bytes: Buffer): unknown {
  tape.start(bytes, 0, bytes.length, OUTER, nothing);
  return tape.failed ? "failed" : seen(0);
}

/** The same of a parsed document. Of a list in a list nothing comes onto the tape. */
function expected(value: unknown, context: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return context === 0 ? [] : value.map((one) => (Array.isArray(one) ? [] : expected(one, context)));
  const entries = Object.entries(value).flatMap(([name, one]): (readonly [number, unknown])[] => {
    const known = NAMES.find((other) => other.name === name && other.context === context);
    if (known === undefined) return [];
    const { number, inObject = 0, inList = 0 } = known;
    return [[number, expected(one, Array.isArray(one) ? inList : inObject)]];
  });
  return Object.fromEntries<unknown>(entries);
}

const key = fc.oneof(
  fc.constantFrom("name", "inner", "known", "all", "größe", "names", "nam", ""),
  fc.string({ unit: fc.constantFrom("a", "é", "😀", "_") }),
);
const text = fc.string({ unit: fc.constantFrom("a", '"', "\\", "\n", "é", "😀", "\u0000", " ", "0123456789abcdef") });
const { document } = fc.letrec<{ value: unknown; document: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("document"),
  ),
  document: fc.dictionary(key, tie("value"), { maxKeys: 6, noNullPrototype: true }),
}));
const indent = fc.constantFrom(undefined, 1, "\t");

describe("a tape", () => {
  it("has the named values of a document, whatever stands beside them", () => {
    fc.assert(
      fc.property(document, indent, (one, space) => {
        const text = JSON.stringify(one, undefined, space);
        const isKeyEscaped = /\\[^"]*"\s*:/.test(text) && walk(Buffer.from(text)) === "failed";
        if (!isKeyEscaped) expect(walk(Buffer.from(text))).toEqual(expected(JSON.parse(text), OUTER));
      }),
      runs(2000),
    );
  });

  it("fails at what JSON.parse refuses, and at nothing else but a name with an escape", () => {
    let refused = 0;
    fc.assert(
      fc.property(document, fc.nat(), fc.nat(255), fc.nat(3), (one, place, byte, way) => {
        const bytes = Buffer.from(JSON.stringify(one));
        const at = place % bytes.length;
        const spoiled = [
          () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
          () => Buffer.concat([bytes.subarray(0, at), Buffer.of(byte & 0x7f), bytes.subarray(at)]),
          () => bytes.subarray(0, at),
          () => Buffer.concat([bytes, Buffer.of(byte & 0x7f)]),
        ][way]!();
        // Whether bytes are UTF-8 is looked at before.
        if (!spoiled.equals(Buffer.from(spoiled.toString()))) return;
        const isFailed = walk(spoiled) === "failed";
        if (isFailed) refused += 1;
        if (isFailed !== !isObject(spoiled.toString()) && !spoiled.includes("\\"))
          throw new Error(`differs at ${spoiled.toString()}`);
        if (!isFailed) expect(isObject(spoiled.toString())).toBe(true);
      }),
      runs(4000),
    );
    expect(refused).toBeGreaterThan(1000);
  });

  it.each([
    ["a number with a leading zero", '{"x":01}'],
    ["a number that ends in a point", '{"x":1.}'],
    ["a lone sign", '{"x":-}'],
    ["an exponent without digits", '{"x":1e+}'],
    ["a control character in a text", '{"x":"\u0001"}'],
    ["an escape that is none", '{"x":"\\q"}'],
    ["an escape of three digits", '{"x":"\\u12g4"}'],
    ["a word that is cut", '{"x":tru}'],
    ["a word that goes on", '{"x":nulls}'],
    ["a comma at the end", '{"x":1,}'],
    ["a list that ends in a comma", '{"x":[1,]}'],
    ["two documents", "{}{}"],
    ["a zero behind the document", "{}\u0000"],
    ["a list", "[{}]"],
    ["nothing", " "],
    ["65 levels", `${'{"x":'.repeat(65)}1${"}".repeat(65)}`],
  ])("fails at %s", (_, text) => {
    expect(walk(Buffer.from(text))).toBe("failed");
    expect(walk(Buffer.from('{"name":"after it"}'))).toEqual({ 1: "after it" });
  });

  it("goes 64 levels deep, named or not", () => {
    const nested = `${'{"x":'.repeat(63)}{}${"}".repeat(63)}`;
    expect(walk(Buffer.from(nested))).toEqual({});
    expect(walk(Buffer.from(`{"inner":${"[".repeat(63)}${"]".repeat(63)}}`))).not.toBe("failed");
    expect(walk(Buffer.from(`{"inner":${"[".repeat(64)}${"]".repeat(64)}}`))).toBe("failed");
  });

  it("asks for what may be remembered by its bytes, and does not enter what is", () => {
    const bytes = Buffer.from('{"known":[{"name":"one"},{"name":"two"}],"name":1}');
    const asked: string[] = [];
    tape.start(bytes, 0, bytes.length, OUTER, (from) => {
      const object = tape.bytes.toString("latin1", from, from + 14);
      asked.push(object);
      return object.includes("one") ? object.length : 0;
    });
    expect(asked).toEqual(['{"name":"one"}', '{"name":"two"}']);
    expect(seen(0)).toEqual({ 3: ["recalled", { 11: "two" }], 1: 1 });
    const [list] = inside(0);
    expect(inside(list!).map((token) => tape.place(token))).toEqual([0, 1]);
  });

  it("holds an object that a text of it holds, and a text of any length", () => {
    const long = "x".repeat(3_000_000);
    const bytes = Buffer.from(JSON.stringify({ name: JSON.stringify({ name: long }) }));
    tape.start(bytes, 0, bytes.length, OUTER, nothing);
    tape.look(1);
    const inner = Buffer.from(tape.text());
    const object = tape.add(inner, 0, inner.length, OUTER);
    expect(tape.failed).toBe(false);
    expect(seen(object)).toEqual({ 1: long });
    expect(String((seen(0) as Record<string, unknown>)["1"]).length).toBe(inner.length);
  });

  it("fails where there are more tokens than it has room for, and goes on after", () => {
    const many = JSON.stringify({ all: Array.from({ length: 60_000 }, () => 1) });
    expect(walk(Buffer.from(many))).toBe("failed");
    expect(walk(Buffer.from('{"all":[1,{"name":1},[2]]}'))).toEqual({ 4: [1, {}, []] });
  });

  it("refuses a name that it has no room for", () => {
    expect(() => new Tape([{ context: 1, name: "x".repeat(49), number: 1 }])).toThrow("no room for the name");
  });
});

function isObject(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}
