import { NOT_COMPARED } from "../../answers/reconcile/rules";
import type { ExportCoverage } from "../../answers/reconcile/subject";
import type { InputFile } from "../../consumers/files/inputs";
import { MEASUREMENTS } from "../../measurements/definitions";
import { latestIn } from "../../models/platform-detail";
import { readAnalyticsExport } from "./analytics-export";

/** The numbers of ours that the platform has by the same name. */
export const COMPARED: ReadonlySet<string> = new Set(
  MEASUREMENTS.filter(({ source, name }) => source === "platform" && !NOT_COMPARED.has(name)).map(({ name }) => name),
);

/** What there is to know of an export before it is compared. */
export interface Survey extends ExportCoverage {
  readonly metrics: ReadonlySet<string>;
  /** Its sessions, segments and numbers, together. */
  readonly size: number;
}

/** Reads an export once through, and holds none of it. Throws `AppError` where it cannot be read. */
export async function surveyExport(files: readonly InputFile[]): Promise<Survey> {
  let [from, to, until, size] = [Infinity, -Infinity, -Infinity, 0];
  let [numbersFrom, numbersTo] = [Infinity, -Infinity];
  const metrics = new Set<string>();
  for await (const conversation of readAnalyticsExport(files)) {
    const { startAt, sessions } = conversation;
    from = Math.min(from, startAt ?? Infinity);
    to = Math.max(to, startAt ?? -Infinity);
    until = Math.max(until, latestIn(conversation) ?? -Infinity);
    for (const { segments, numbers } of sessions) {
      size += 1 + segments.length + numbers.length;
      for (const { name, at } of numbers) {
        metrics.add(name);
        numbersFrom = Math.min(numbersFrom, at);
        numbersTo = Math.max(numbersTo, at);
      }
    }
  }
  const numbers = { numbersFrom: known(numbersFrom), numbersTo: known(numbersTo) };
  return { from: known(from), to: known(to), until: known(until), ...numbers, metrics, size };
}

function known(at: number): number | undefined {
  return Number.isFinite(at) ? at : undefined;
}
