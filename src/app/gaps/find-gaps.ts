import { STANDARD_INPUT, type InputFile } from "../../consumers/files/inputs";
import { readLog, type DamagedFile } from "../../consumers/files/log-source";
import { AppError } from "../../models/app-error";
import { sortGaps, type Gap } from "../../models/gap";
import { parseInstant } from "../../models/instant";
import type { Summary } from "../summary";
import { FilesTimes } from "./file-times";
import { OffsetHoles } from "./offset-holes";

/** Which gaps a run is to know of. */
export interface GapsOrder {
  /** Those that were declared. */
  readonly gaps?: readonly Gap[] | undefined;
  /** Whether a hole in the offsets of a partition is a gap: only where the topic has no transactions and is not compacted. */
  readonly offsetGaps?: boolean | undefined;
}

/** So many holes are those of transactions or of a compacted topic, not of lost records. */
const HOLES_MAX = 1000;

/**
 * The gaps of a run: those declared, and those found in its log. To date these the log is read once more, and only where there are
 * some to be found; so they depend on the log alone, however it was folded. Throws `AppError` where holes cannot be looked for.
 */
export async function findGaps(
  files: readonly InputFile[],
  recordBytesMax: number,
  { damagedFiles, to }: Pick<Summary, "damagedFiles" | "to">,
  { gaps = [], offsetGaps = false }: GapsOrder,
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
  const holes = new OffsetHoles();
  const times = new FilesTimes();
  for (const file of files) {
    times.begin(file.name);
    const news = { onBytes: () => undefined, onDamage: ({ problem }: DamagedFile) => times.damage(problem) };
    for await (const batch of readLog([file], recordBytesMax, news)) {
      for (const record of batch) {
        const at = record.kind === "observations" ? (record.at ?? record.latestInside) : undefined;
        times.take(at);
        if (offsetGaps && "partition" in record.position) holes.take(record.position, at);
      }
    }
  }
  refuseTooMany(holes.count());
  return sortGaps([...gaps, ...holes.gaps(), ...times.gaps()]);
}

function refuseHolesOfStandardInput(offsetGaps: boolean): void {
  if (!offsetGaps) return;
  const advice = "Write the log into a file, and name that.";
  throw new AppError("wrongUse", "--offset-gaps needs a log that can be read twice; standard input cannot.", advice);
}

function refuseTooMany(holes: number): void {
  if (holes <= HOLES_MAX) return;
  const advice = "Leave out --offset-gaps; --gap FROM..TO declares a time of which records are known to be missing.";
  throw new AppError(
    "wrongUse",
    `The offsets have ${String(holes)} holes: the topic has transactions or is compacted, and they say nothing of lost records.`,
    advice,
  );
}
