import { FACT_TABLE, type FactRow } from "../../models/fact-table";

/** A file that is generated: its place in the project, and what stands in it. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

const ROWS: readonly FactRow[] = FACT_TABLE;
const HEAD = "// Generated from src/models/fact-table.ts by `npm run generate`. Change that, not this.\n";

/** The code that follows from the table of facts: written out name by name, so that facts have two shapes and no more. */
export function generateCode(): readonly GeneratedFile[] {
  return [
    { name: "src/models/generated/fact-values.ts", text: factValues() },
    { name: "src/reducers/generated/profile-values.ts", text: profileValues() },
  ];
}

function factValues(): string {
  const rows = ROWS.map(({ name, seldom }, index) => ({ name, seldom, value: `values[${String(index)}]` }));
  const all = rows.map(({ name, value }) => `    ${name}: ${value},`);
  const usual = rows.flatMap(({ name, seldom, value }) => (seldom === true ? [] : [`      ${name}: ${value},`]));
  const seldom = rows.flatMap((row) => (row.seldom === true ? [`${row.value} === undefined`] : []));
  const write = ROWS.map(({ name }, index) => `  values[${String(index)}] = facts.${name};`);
  const same = ROWS.map(({ name, kind }) =>
    kind === "segments" ? `isSameSegments(left.${name}, right.${name})` : `left.${name} === right.${name}`,
  );
  return `${HEAD}import type { Facts } from "../facts";
import { isSameSegments } from "../platform-segment";

/**
 * Facts out of their values, one for each name of \`FACT_NAMES\`. They have one of two shapes, the smaller one where nothing is said that
 * is said seldom: the hot path lives on that.
 */
export function factsFrom(values: readonly unknown[]): Facts {
  if (
    ${seldom.join(" &&\n    ")}
  ) {
    return {
${usual.join("\n")}
    } as Facts;
  }
  return {
${all.join("\n")}
  } as Facts;
}

/** Writes the values of facts into a list, in the order of \`FACT_NAMES\`: what \`factsFrom\` takes. */
export function writeFactValues(facts: Facts, values: unknown[]): void {
${write.join("\n")}
}

/** Nothing said. */
export const NO_FACTS: Facts = factsFrom([]);

/** Whether two observations say the same. */
export function isSameFacts(left: Facts, right: Facts): boolean {
  return (
    left === right ||
    (${same.join(" &&\n      ")})
  );
}
`;
}

function profileValues(): string {
  const plain = ROWS.flatMap(({ name, plain: bit }) => (bit === undefined ? [] : [{ name, bit }]));
  const none = plain.map(({ name }) => `  ${name}: undefined,`);
  const argumentsOf = ({ name, bit }: (typeof plain)[number]) =>
    `facts.${name}, known.${name}, 1 << ${String(bit)}, rules`;
  const news = plain.map((fact) => `isNews(${argumentsOf(fact)})`);
  const picked = plain.map((fact) => `    ${fact.name}: newsOr(${argumentsOf(fact)}),`);
  return `${HEAD}import type { Facts, Profile } from "../../models/facts";
import { isNews, newsOr, type ProfileRules } from "../profile-rules";

/** A communication of which no plain fact is known. All profiles have one shape: the hot path lives on it. */
export const NO_PROFILE: Profile = {
${none.join("\n")}
};

/** Whether facts say something new of what is known. */
export function hasNews(known: Profile, facts: Facts, rules: ProfileRules): boolean {
  return (
    ${news.join(" ||\n    ")}
  );
}

/** What is known, with what facts say that is new. */
export function withNews(known: Profile, facts: Facts, rules: ProfileRules): Profile {
  return {
${picked.join("\n")}
  };
}
`;
}
