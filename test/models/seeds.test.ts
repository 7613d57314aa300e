import { readFileSync } from "node:fs";
import path from "node:path";

import { decodeDocument } from "../../src/decoding/decode";
import { readFacts } from "../../src/decoding/read-facts";
import { FOLDED_FIELDS, FOLDED_OBJECTS } from "../../src/models/folded-fields";
import { modelOf, samplesOf } from "../support/domain";

/** The five documents of the platform's SDKs that the models began with. */
const SEEDS = [
  { file: "callback-media-participant.ruby.md", type: "CallbackMediaParticipant", fields: 27 },
  { file: "call-media-participant.python.md", type: "CallMediaParticipant", fields: 51 },
  { file: "chat-media-participant.python.md", type: "ChatMediaParticipant", fields: 36 },
  { file: "cobrowse-media-participant.swift.md", type: "CobrowseMediaParticipant", fields: 43 },
  { file: "callback.dotnet.md", type: "Callback", fields: 29 },
];

interface SeedField {
  /** As the SDK spells it. */
  readonly spelled: string;
  readonly wire: string;
  readonly type: string;
}

function readSeed(file: string): SeedField[] {
  const text = readFileSync(path.join(__dirname, "../fixtures/seeds", file), "utf8");
  return text.split("\n").flatMap((line) => {
    const cells = /^\| \*\*(\w+)\*\* \| (.+?) \| /.exec(line);
    return cells === null
      ? []
      : [{ spelled: cells[1] ?? "", wire: toWire(cells[1] ?? ""), type: toType(cells[2] ?? "") }];
  });
}

function toWire(spelled: string): string {
  const plain = spelled.replace(/^_/, "");
  const camel = plain.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return camel.charAt(0).toLowerCase() + camel.slice(1);
}

function toType(cell: string): string {
  const name = cell
    .replace(/\*\*/g, "")
    .replace(/^\[/, "")
    .replace(/\]\(.*$/, "")
    .replace(/\?$/, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .trim();
  if (/^(str|string)$/i.test(name)) return "string";
  if (/^(bool|boolean)$/i.test(name)) return "boolean";
  if (/^(int|integer)$/i.test(name)) return "integer";
  if (/^(date|datetime)$/i.test(name)) return "date-time";
  if (/^(list\[str\]?|array<string>|\[?string\]?|list<string>)$/i.test(name)) return "string[]";
  if (/^(dict|hash|\[?string:string)/i.test(name)) return "map<string,string>";
  const list = /^List<(\w+)>$/.exec(name);
  return list === null ? name : `${list[1] ?? ""}[]`;
}

/** Of numbers the zones are read, which only international ones tell; of roles those that supervise. */
const SAMPLES_BY_FIELD: Readonly<Record<string, unknown>> = {
  callbackNumbers: ["+442071838750"],
  mediaRoles: ["monitor"],
};

describe.each(SEEDS)("the seed document $file", ({ file, type, fields }) => {
  const seed = readSeed(file);
  const model = modelOf(type);

  it("has the fields that the SDK documents", () => {
    expect(seed).toHaveLength(fields);
  });

  it.each(seed)("$spelled is modelled as $type", ({ wire, type: fieldType }) => {
    const { right, wrong } = samplesOf(fieldType);
    expect(Object.keys(model?.shape ?? {})).toContain(wire);
    expect(model?.safeParse({ [wire]: right }).success).toBe(true);
    expect(model?.safeParse({ [wire]: wrong }).success).toBe(false);
  });

  it.each(seed)("$spelled is read in the SDK's spelling as in camelCase", ({ spelled, wire, type: fieldType }) => {
    const right = SAMPLES_BY_FIELD[wire] ?? samplesOf(fieldType).right;
    const bySpelling = readFacts({ [spelled]: right });
    expect(bySpelling).toEqual(readFacts({ [wire]: right }));
    const isFolded = [...FOLDED_FIELDS, ...FOLDED_OBJECTS].some((entry) => entry.wire === wire);
    const isScalar = !["string", "id", "segments"].includes(wire) && FOLDED_FIELDS.some((entry) => entry.wire === wire);
    if (isFolded && isScalar)
      expect(Object.values<unknown>(bySpelling.facts).filter((value) => value !== undefined)).toHaveLength(1);
  });

  it("is accepted whole in the SDK's spelling, and folds to the same observation", () => {
    const value = (spell: (field: SeedField) => string) =>
      Object.fromEntries(seed.map((field) => [spell(field), samplesOf(field.type).right]));
    const decode = (participant: object) =>
      decodeDocument({ conversationId: "c", mediaType: "callback", participant }, { file: "f", line: 1 });
    const spelled = decode(value((field) => field.spelled));
    expect(spelled).toMatchObject({ kind: "observations", bodies: [{ participantId: "text" }] });
    expect(spelled).toEqual(decode(value((field) => field.wire)));
  });
});
