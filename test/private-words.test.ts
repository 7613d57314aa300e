import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(__dirname, "..");
const FOLDERS = ["src", "test", "scripts", "benchmarks"];

/** Words that whoever knows the field would have to learn first, each with the word to use for it. */
const PRIVATE_WORDS: Readonly<Record<string, string>> = {
  told: "emitted, sent, reported",
  tell: "emit, send, report, print",
  tells: "emits, says",
  telling: "emission",
  tellings: "emissions",
  farewell: "eviction",
  sighting: "observation body",
  sightings: "observation bodies",
  wish: "query",
  bare: "plain",
  chapter: "lifecycle",
  chapters: "lifecycles",
  stub: "summary",
  dealt: "folded, handled by its own verb",
  dealing: "partitioner",
  strike: "fault",
  strikes: "faults",
  striker: "fault injector",
  struck: "injected",
  leg: "communication",
  legs: "communications",
  stretch: "batch, span",
  manager: "the noun of what it does",
  helper: "the noun of what it does",
  utils: "the noun of what it does",
};

/** Names that stand: each with the reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  Sighting: "the public name of an observation body",
};

/** Options are called options: an order is one of records, or of rows. */
const ORDER_OF_OPTIONS =
  /\b\w*[oO]rder: (?:Partial<)?\w*(?:Options|Settings)\b|\bas order\b|\b\w+Order = await \w+From\(/;

/** What only a private word could mean in a comment. */
const IN_COMMENTS =
  /\b(?:dealt with|is told|are told|was told|were told|lets? go of|lets go|is let go|farewells?|sightings?|struck)\b/;
/** Rooms of the fold: names there are held to the list alone, comments not yet. */
const ROOMS_OF_THE_FOLD = ["engine", "reducers", "measurements", "deadlines", "decoding", "packing", "models"];

interface Source {
  readonly name: string;
  readonly text: string;
}

function readSources(folder: string): Source[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry): Source[] => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return readSources(name);
    if (!/\.(tsx?|mjs)$/.test(name) || name.endsWith("private-words.test.ts")) return [];
    return [{ name, text: readFileSync(path.join(ROOT, name), "utf8") }];
  });
}

const COMMENT = /\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm;

/** The code without comments and texts. */
const codeOf = (text: string) => text.replace(COMMENT, "").replace(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, '""');

const wordsOf = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);

/** The private words in the names of a file: `tellVerdict: emit, send, report, print`. */
function privateWords({ name, text }: Source): string[] {
  const names = new Set([path.basename(name).replace(/\..*$/, ""), ...(codeOf(text).match(/[A-Za-z_]\w*/g) ?? [])]);
  const found = [...names]
    .filter((one) => !Object.hasOwn(ALLOWED, one))
    .flatMap((one) =>
      wordsOf(one)
        .filter((word) => Object.hasOwn(PRIVATE_WORDS, word))
        .map((word) => `${name}: ${one}: ${PRIVATE_WORDS[word] ?? ""}`),
    );
  const order = isOfTheFold(name) ? null : ORDER_OF_OPTIONS.exec(codeOf(text));
  return order === null ? found : [...found, `${name}: ${order[0]}: options`];
}

const isOfTheFold = (name: string) => ROOMS_OF_THE_FOLD.some((room) => name.startsWith(`src/${room}/`));

/** The private words in the comments of a file. */
const wordsInComments = ({ name, text }: Source) =>
  (text.match(COMMENT) ?? []).flatMap((comment) => (IN_COMMENTS.test(comment) ? [`${name}: ${comment}`] : []));

const sources = FOLDERS.flatMap(readSources);

describe("the words of the project", () => {
  it("are the field's, in the names of files and of what they declare", () => {
    expect(sources.length).toBeGreaterThan(500);
    expect(sources.flatMap(privateWords)).toEqual([]);
  });

  it("are the field's in comments, too", () => {
    const read = sources.filter(({ name }) => name.startsWith("src/") && !isOfTheFold(name));
    expect(read.length).toBeGreaterThan(300);
    expect(read.flatMap(wordsInComments)).toEqual([]);
  });

  it.each([
    ["src/cli/tell-verdict.ts", "export {};", 1],
    ["src/a.ts", "export function tellVerdict(): void {}", 1],
    ["src/a.ts", 'const emitted = "told"; // told', 0],
    ["src/a.ts", "function run(order: ReplayOptions): void {}", 1],
    ["src/a.ts", "const order = rows.sort();", 0],
  ])("would be seen to come back: %s with %s", (name, text, count) => {
    expect(privateWords({ name, text })).toHaveLength(count);
  });
});
