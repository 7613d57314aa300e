import path from "node:path";

import ts from "typescript";

const ROOT = path.join(__dirname, "..");
const SRC = path.join(ROOT, "src");

/** Where a name from outside may look into an object, and why that is safe there. */
const KNOWN: ReadonlySet<string> = new Set([
  // The names are those of the platform's and our own tables; the objects are what was parsed.
  "decoding/content.ts: object[name]",
  "decoding/envelope.ts: value[name]",
  "decoding/unwrap.ts: object[name]",
  "packing/value-unpacker.ts: object[name]",
  // Asks whether the name is the object's own.
  "models/own-value.ts: object[name]",
  "decoding/spellings.ts: object[name]",
  // The names are those that the very object has, or constants of which it is asked whether they are.
  "decoding/read-facts.ts: object[key]",
  "decoding/read-facts.ts: value[key]",
  "decoding/snapshot.ts: participant[key]",
  // A path of this programme's own.
  "consumers/kafka/patch-grouping.ts: require.cache[require.resolve(INNER)]",
]);

/** Each look into an object by a name that may be any text: `file: expression`. */
function lookups(program: ts.Program, files: (name: string) => boolean): string[] {
  const checker = program.getTypeChecker();
  const isAnyText = (type: ts.Type): boolean =>
    type.isUnion() ? type.types.some(isAnyText) : (type.flags & ts.TypeFlags.String) !== 0;
  const found: string[] = [];
  for (const source of program.getSourceFiles().filter(({ fileName }) => files(fileName))) {
    const visit = (node: ts.Node): void => {
      if (ts.isElementAccessExpression(node) && !ts.isStringLiteralLike(node.argumentExpression)) {
        const isFound = isAnyText(checker.getTypeAtLocation(node.argumentExpression));
        if (isFound) found.push(`${path.relative(SRC, source.fileName)}: ${node.getText().replaceAll(/\s+/g, " ")}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

function programOf(names: readonly string[]): ts.Program {
  const config = path.join(SRC, "board/web/tsconfig.json");
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, (file) => ts.sys.readFile(file)).config,
    ts.sys,
    path.dirname(config),
  );
  return ts.createProgram(names, { ...options, noEmit: true });
}

describe("names from outside", () => {
  it("are never looked up in an object that has a prototype", () => {
    const files = ts.sys.readDirectory(SRC, [".ts", ".tsx"]);
    expect(files.length).toBeGreaterThan(300);
    const found = lookups(programOf(files), (name) => name.startsWith(`${SRC}${path.sep}`));
    expect(found.filter((one) => !KNOWN.has(one))).toEqual([]);
    expect([...KNOWN].filter((one) => !found.includes(one))).toEqual([]);
  });

  it("would be seen if they were", () => {
    const planted = path.join(SRC, "planted.ts");
    const text = `const LIMITS: Readonly<Record<string, number>> = { a: 1 };
      export const one = (name: "a" | "b") => ({ a: 1, b: 2 })[name];
      export const two = (name: string | undefined) => LIMITS[name ?? ""];
      export const three = (names: readonly string[]) => names.map((name) => LIMITS[name]);
      export const four = (list: readonly string[]) => list[list.length - 1];`;
    const host = ts.createCompilerHost({ strict: true });
    const plain = host.getSourceFile.bind(host);
    host.getSourceFile = (name, language) =>
      name === planted ? ts.createSourceFile(name, text, language) : plain(name, language);
    const program = ts.createProgram([planted], { strict: true }, host);
    expect(lookups(program, (name) => name === planted)).toEqual([
      'planted.ts: LIMITS[name ?? ""]',
      "planted.ts: LIMITS[name]",
    ]);
  });
});
