import { writeFileSync } from "node:fs";

import { guarded } from "../sinks/files/guarded";
import { createNewFile } from "../sinks/files/new-file";

/** Writes a text into a file, which has its name only once it is whole. Throws `AppError` where that may or can not be. */
export function writeWholeFile(name: string, replace: boolean, text: string): void {
  const file = createNewFile(name, replace);
  try {
    guarded(name, () => writeFileSync(file.descriptor, text));
  } catch (error) {
    file.discard();
    throw error;
  }
  file.commit();
}
