import type { CommanderError } from "commander";

/** What was wrong in how the programme was called, and what to do next. */
export interface WrongUse {
  readonly message: string;
  readonly advice: string;
}

/** How to come by what may be missing, by its name in the help. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ["--conversation", "Name one by its id: `convofold inspect LOG` shows some of those that are there."],
  [
    "--analytics",
    "Name the files of the export. Without one at hand: `convofold simulate --out log.ndjson --analytics export.ndjson` writes a log with its export.",
  ],
  ["--out", "Name the file that is to be written, as in --out night.ndjson.gz."],
  [
    "log",
    "Name a file or folder, or - for standard input. Without a log at hand: `convofold simulate --out day.ndjson.gz` writes one.",
  ],
  ["source", "Name a log, or a folder that `convofold replay LOG --out FOLDER` wrote."],
  ["folder", "Name a folder that `convofold replay LOG --out FOLDER` wrote."],
  ["sql", 'Give one statement, as in "SELECT name, count(*) FROM measurements GROUP BY name".'],
  ["file", "Name the file."],
  ["shell", "Name yours: bash, zsh or fish."],
]);

type Wording = readonly [pattern: RegExp, word: (found: readonly string[], help: string) => WrongUse];

const WORDINGS: readonly Wording[] = [
  [
    /^unknown command '(.+?)'(?:\n\(Did you mean (.+)\?\))?/,
    ([name = "", likely], help) => ({
      message: `There is no command "${name}".`,
      advice: likely === undefined ? `${help} lists them.` : `Did you mean ${likely}?`,
    }),
  ],
  [
    /^unknown option '(.+?)'(?:\n\(Did you mean (.+)\?\))?/,
    ([name = "", likely], help) => ({
      message: `There is no option ${name} here.`,
      advice: likely === undefined ? `${help} lists those that there are.` : `Did you mean ${likely}?`,
    }),
  ],
  [
    /^missing required argument '(.+?)'/,
    ([name = ""], help) => ({
      message: `A ${name} is missing.`,
      advice: HINTS.get(name) ?? `${help} shows what is wanted.`,
    }),
  ],
  [
    /^required option '(?:-\w, )?(--[\w-]+)(.*)' not specified/,
    ([name = "", value = ""], help) => ({
      message: `${name}${value} is missing.`,
      advice: HINTS.get(name) ?? `${help} shows what is wanted.`,
    }),
  ],
  [
    /^option '(?:-\w, )?(--[\w-]+)(.*)' argument missing/,
    ([name = "", value = ""], help) => ({ message: `${name} wants a value:${value}.`, advice: `${help} says which.` }),
  ],
  [
    /^(?:option|command-argument value) '(?:-\w, )?(--[\w-]+).*' argument '(.*)' is invalid\. ([^]*)/,
    ([name = "", value = "", advice = ""]) => ({
      message: `"${value}" is no value for ${name}.`,
      advice: advice.replace(/^Allowed choices are (.*)$/, "Give one of $1"),
    }),
  ],
  [
    /^command-argument value '(.*)' is invalid for argument '(.*)'\. ([^]*)/,
    ([value = "", name = "", advice = ""]) => ({
      message: `"${value}" is no ${name}.`,
      advice: advice.replace(/^Allowed choices are (.*)$/, "Give one of $1"),
    }),
  ],
  [
    /^too many arguments.* Expected (\d+) arguments? but got (\d+)/,
    ([expected = "", got = ""], help) => ({
      message: `${got} arguments were given where ${expected} ${expected === "1" ? "is" : "are"} wanted.`,
      advice: `${help} shows how it is called; write "…" around what has spaces in it.`,
    }),
  ],
];

/** Says in the programme's own words what the parser of the command line does not take, with a hint. */
export function describeWrongUse({ message }: CommanderError, [command = ""]: readonly string[]): WrongUse {
  const text = message.replace(/^error: /, "");
  const help = `\`convofold ${/^[a-z]+$/.test(command) && !text.startsWith("unknown command") ? `${command} ` : ""}--help\``;
  for (const [pattern, word] of WORDINGS) {
    const found = pattern.exec(text);
    if (found !== null) return word(found.slice(1), help);
  }
  return { message: `${text.charAt(0).toUpperCase()}${text.slice(1)}`, advice: `${help} shows how it is called.` };
}
