import { writeWholeFile } from "../app/whole-file";
import type { PlaceOptions } from "./form-options";
import { printOut } from "./print";

/** Prints an answer, or writes it into the file that the options name. Throws `AppError` where that cannot be. */
export function putAnswer(text: string, { out, force = false }: PlaceOptions): void {
  if (out === undefined) printOut(text);
  else writeWholeFile(out, force, text);
}
