import { NO_LOG_ENDING } from "../consumers/files/inputs";
import { formatCount } from "../models/format-count";
import { rejectionMeaning, type RejectionReason } from "../models/rejection";
import type { LogReading } from "./log-reading";

/** How a run over a log ends: 0 as it should, 1 where it is not what was asked for, 3 where something outside failed. */
export interface Verdict {
  readonly code: 0 | 1 | 3;
  /** What whoever reads only the end has to know; the last line gives the reason of the code. */
  readonly lines: readonly string[];
}

/** What of a log was not read. */
export type UnreadFiles = Pick<LogReading, "skippedFiles" | "damagedFiles">;

/** How a log's reading is evaluated. */
export interface VerdictOptions {
  /** Whether a larger share of lost records than is usual makes the code 1. */
  readonly isStrict: boolean;
  /** Whether the log is standard input alone. */
  readonly isStandardInput: boolean;
}

/** Above this share of late or rejected records a log is hardly what was meant. */
const LOST_SHARE_MAX = 0.01;
const LISTED_MAX = 5;

const number = formatCount;
const percent = (part: number, all: number) => `${((100 * part) / all).toFixed(1)} %`;

/**
 * Evaluates what became of a log. Records that were read of which none was folded are no success, unless all of them are
 * known to be no news; a file that could not be read outweighs that.
 */
export function verdictOf(reading: LogReading, { isStrict, isStandardInput }: VerdictOptions): Verdict {
  const { records, damagedFiles } = reading;
  const losses = describeLosses(reading);
  const isNothingFolded = records.folded + records.repeated === 0;
  const lost = records.read - records.folded - records.repeated - records.ignored;
  const isEmptyHanded = isNothingFolded && lost > 0;
  const lines = [
    ...describeSkipped(reading),
    ...(isNothingFolded ? describeNothing(reading, isStandardInput) : [...describeForeign(reading), ...losses]),
    ...describeDamaged(reading),
  ];
  if (damagedFiles.length > 0) return { code: 3, lines };
  if (isEmptyHanded) return { code: 1, lines };
  if (!isStrict || losses.length === 0) return { code: 0, lines };
  return { code: 1, lines: [...lines, "--strict: so many lost records make it a failure."] };
}

/** Which files of a log were not read, or not to their end. */
export function describeUnread(files: UnreadFiles): string[] {
  return [...describeSkipped(files), ...describeDamaged(files)];
}

function describeSkipped({ skippedFiles }: Pick<UnreadFiles, "skippedFiles">): string[] {
  if (skippedFiles.length === 0) return [];
  const named = listed(skippedFiles.map(({ file, why }) => `${file} (${why})`));
  const advice = skippedFiles.some(({ why }) => why === NO_LOG_ENDING)
    ? " Name such a file itself to have it read."
    : "";
  return [`Skipped, and no part of what was read: ${named}.${advice}`];
}

function describeForeign({ foreignFiles }: LogReading): string[] {
  return foreignFiles.slice(0, LISTED_MAX).map(({ file, content, advice }) => `${file} holds ${content}. ${advice}`);
}

function describeDamaged({ damagedFiles }: Pick<UnreadFiles, "damagedFiles">): string[] {
  if (damagedFiles.length === 0) return [];
  const named = listed(damagedFiles.map(({ file, problem }) => `${file} ${problem}`));
  return [`Not the whole log was read: ${named}. Mend or fetch it again, and run again.`];
}

/** What was lost where that is more than usual, with what helps. */
function describeLosses({ records, rejections }: LogReading): string[] {
  const isMuch = (part: number) => part > LOST_SHARE_MAX * records.read;
  const of = (part: number) => `${number(part)} of ${number(records.read)} records (${percent(part, records.read)})`;
  return [
    ...(isMuch(records.late)
      ? [
          `! ${of(records.late)} came late and are in no number. \`convofold inspect\` proposes a --lateness that counts them.`,
        ]
      : []),
    ...(isMuch(records.rejected)
      ? [`! ${of(records.rejected)} were rejected and are in no number, ${describeReason(rejections)}`]
      : []),
  ];
}

function describeReason(rejections: LogReading["rejections"]): string {
  const reasons = Object.entries(rejections).filter(([reason]) => reason !== "late");
  const [first] = reasons.sort(([, left], [, right]) => right - left);
  if (first === undefined) return "for no reason that is known.";
  const [reason] = first;
  return `${reasons.length > 1 ? "most of them " : ""}as ${reason}. ${rejectionMeaning[reason as RejectionReason]}`;
}

function describeNothing(reading: LogReading, isStandardInput: boolean): string[] {
  const { records, rejections, ignored, damagedFiles } = reading;
  const { read, late, rejected } = records;
  // What could not be read may hold any number of them.
  if (read === 0 && damagedFiles.length > 0) return [];
  if (read === 0)
    return isStandardInput
      ? ["Standard input held no record: it was closed, or what writes into it wrote nothing."]
      : ["The log is empty: it holds no record."];
  const all = read === 1 ? "the one record" : `all ${number(read)} records`;
  const kinds = Object.entries(ignored).map(([what, times]) => `${what} ${number(times)}`);
  if (records.ignored === read)
    return [`Nothing was folded: ${all} ${read === 1 ? "is" : "are"} no news of a conversation (${kinds.join(", ")}).`];
  const lost = (part: number, how: string) =>
    `${part === read ? all : number(part)} ${part === 1 ? "was" : "were"} ${how}`;
  const because = [
    ...(rejected > 0 ? [lost(rejected, `rejected, ${describeReason(rejections)}`)] : []),
    ...(late > 0 ? [lost(late, "late. Run again with a larger --lateness.")] : []),
    ...(records.ignored > 0 ? [`${number(records.ignored)} are no news of a conversation (${kinds.join(", ")}).`] : []),
  ];
  return [`Nothing was folded: ${[...because, ...describeForeign(reading)].join(" ")}`];
}

function listed(all: readonly string[]): string {
  const more = all.length - LISTED_MAX;
  return `${all.slice(0, LISTED_MAX).join(", ")}${more > 0 ? ` and ${number(more)} more` : ""}`;
}
