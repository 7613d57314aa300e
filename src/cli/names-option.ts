import type { NameBook } from "../models/name-book";

/** The names in the file that an option names; undefined where it names none. What reads them is loaded only where there are some. */
export async function namesOf(file: string | undefined): Promise<NameBook | undefined> {
  if (file === undefined) return undefined;
  const { readNames } = await import("../app/board/names.js");
  return readNames(file);
}
