import { readFileSync } from "node:fs";

import { csvLines, type CsvLine } from "../csv-lines";
import { AppError } from "../../models/app-error";
import { nameBook, type NameBook } from "../../models/name-book";

const BOOK_BY_KIND = new Map<string, keyof NameBook>([
  ["queue", "queues"],
  ["user", "users"],
  ["wrapupCode", "wrapupCodes"],
]);

/**
 * Reads names for ids: a JSON file `{"queues": {id: name}, "users": …, "wrapupCodes": …}`, or a CSV file with the columns
 * kind (queue, user, wrapupCode), id and name. Throws `AppError` that says what is wrong and where.
 */
export function readNames(file: string): NameBook {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new AppError("inputUnreadable", `The names "${file}" cannot be read.`, "Check the path and its permissions.");
  }
  return /^\s*\{/.test(text) ? fromJson(text, file) : fromCsv(text, file);
}

function fromJson(text: string, file: string): NameBook {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(file, (error as Error).message);
  }
  const checked = nameBook.strict().safeParse(value);
  if (checked.success) {
    const { queues, users, wrapupCodes } = checked.data;
    return { queues: lowerIds(queues), users: lowerIds(users), wrapupCodes: lowerIds(wrapupCodes) };
  }
  const [issue] = checked.error.issues;
  throw wrong(file, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}

/** Ids are asked for in lower case, however the file writes them. */
function lowerIds(names: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([id, name]) => [id.toLowerCase(), name]));
}

function fromCsv(text: string, file: string): NameBook {
  const book = {
    queues: new Map<string, string>(),
    users: new Map<string, string>(),
    wrapupCodes: new Map<string, string>(),
  };
  let lines: readonly CsvLine[];
  try {
    lines = csvLines(text);
  } catch (error) {
    throw wrong(file, (error as Error).message);
  }
  for (const { number, cells } of lines) {
    const { kind = "", id = "", name = "" } = cells;
    const kindOfBook = BOOK_BY_KIND.get(kind);
    if (kindOfBook === undefined || id === "" || name === "")
      throw wrong(file, `line ${number}: a kind (queue, user, wrapupCode), an id and a name are wanted.`);
    book[kindOfBook].set(id.toLowerCase(), name);
  }
  const { queues, users, wrapupCodes } = book;
  return {
    queues: Object.fromEntries(queues),
    users: Object.fromEntries(users),
    wrapupCodes: Object.fromEntries(wrapupCodes),
  };
}

function wrong(file: string, problem: string): AppError {
  return new AppError("wrongUse", `The names "${file}" are wrong: ${problem}`, "See docs/board.md for both forms.");
}
