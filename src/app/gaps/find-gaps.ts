import { STANDARD_INPUT, type InputFile } from "../../consumers/files/inputs";
import { readLog, type DamagedFile } from "../../consumers/files/log-source";
import { LogGaps, type GapOptions } from "../../engine/gaps/log-gaps";
import { AppError } from "../../models/app-error";
import { sortGaps, type Gap } from "../../models/gap";
import { parseInstant } from "../../models/instant";
import type { Summary } from "../summary";

/**
 * The gaps of a run: those declared, and those found in its log. To date these the log is read once more, and only where there are
 * some to be found; so they depend on the log alone, however it was folded. Throws `AppError` where holes cannot be looked for.
 */
export async function findGaps(
  files: readonly InputFile[],
  recordBytesMax: number,
  { damagedFiles, to }: Pick<Summary, "damagedFiles" | "to">,
  { gaps = [], offsetGaps = false }: GapOptions,
): Promise<readonly Gap[]> {
  if (!offsetGaps && damagedFiles.length === 0) return sortGaps(gaps);
  if (files.some(({ path }) => path === STANDARD_INPUT)) {
    refuseHolesOfStandardInput(offsetGaps);
    const from = (to === undefined ? undefined : parseInstant(to)) ?? -Infinity;
    const damaged = damagedFiles.map(({ file, problem }): Gap => {
      return { from, to: Infinity, reason: "damagedFile", detail: `${file} ${problem}` };
    });
    return sortGaps([...gaps, ...damaged]);
  }
  const found = new LogGaps({ gaps, offsetGaps });
  const callbacks = {
    onBytes: () => undefined,
    onFile: (file: string) => found.begin(file),
    onDamage: ({ problem }: DamagedFile) => found.damage(problem),
  };
  for await (const batch of readLog(files, recordBytesMax, callbacks)) for (const record of batch) found.take(record);
  return found.gaps();
}

function refuseHolesOfStandardInput(offsetGaps: boolean): void {
  if (!offsetGaps) return;
  const advice = "Write the log into a file, and name that.";
  throw new AppError("wrongUse", "--offset-gaps needs a log that can be read twice; standard input cannot.", advice);
}
