import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import type { Gap } from "../../models/gap";
import { parseInstant, type Instant } from "../../models/instant";
import { guarded } from "../../sinks/files/guarded";
import { SUMMARY } from "../../sinks/files/streams";
import type { OutputsFolder } from "./outputs-folder";
import { readOutputs } from "./read-outputs";

/** What a log covers: the instants of its first and its last record that count. */
export interface LogCoverage {
  readonly from: Instant | undefined;
  readonly to: Instant | undefined;
}

/** What the log behind outputs covers, as their summary says it; without one, from the first start of a conversation to the last news. */
export async function coverageOf(folder: OutputsFolder): Promise<LogCoverage> {
  const said = summaryOf(folder);
  const [from, to] = [instantOf(said.from), instantOf(said.to)];
  return from !== undefined && to !== undefined ? { from, to } : coverageOfViews(folder);
}

/** The gaps in the log behind outputs, as their summary says them; none without one. What reads them is loaded only where there are some. */
export async function gapsOfOutputs(folder: OutputsFolder): Promise<readonly Gap[]> {
  const { gaps } = summaryOf(folder);
  if (gaps === undefined) return [];
  const { readGaps } = await import("./read-gaps.js");
  return readGaps(gaps);
}

interface SummaryFields {
  readonly from?: unknown;
  readonly to?: unknown;
  readonly gaps?: unknown;
}

function summaryOf(folder: OutputsFolder): SummaryFields {
  const summary = path.join(folder.path, SUMMARY);
  return existsSync(summary) ? parsed(guarded(summary, () => readFileSync(summary, "utf8"))) : {};
}

async function coverageOfViews(folder: OutputsFolder): Promise<LogCoverage> {
  let [from, to] = [Infinity, -Infinity];
  for await (const { views } of readOutputs(folder)) {
    for (const { startTime, lastNews } of views) {
      from = Math.min(from, Date.parse(startTime));
      to = Math.max(to, Date.parse(lastNews));
    }
  }
  return from > to ? { from: undefined, to: undefined } : { from, to };
}

function parsed(text: string): SummaryFields {
  try {
    return Object(JSON.parse(text)) as SummaryFields;
  } catch {
    return {};
  }
}

function instantOf(value: unknown): Instant | undefined {
  return typeof value === "string" ? parseInstant(value) : undefined;
}
