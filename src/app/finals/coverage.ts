import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { parseInstant, type Instant } from "../../models/instant";
import { guarded } from "../../sinks/files/guarded";
import { readOutputs, type OutputsFolder } from "./outputs-folder";

/** What a log covers: the instants of its first and its last record that count. */
export interface LogCoverage {
  readonly from: Instant | undefined;
  readonly to: Instant | undefined;
}

/** What the log behind outputs covers, as their summary says it; without one, from the first start of a conversation to the last news. */
export async function coverageOf(folder: OutputsFolder): Promise<LogCoverage> {
  const summary = path.join(folder.path, "summary.json");
  if (existsSync(summary)) {
    const said = parsed(guarded(summary, () => readFileSync(summary, "utf8")));
    const [from, to] = [instantOf(said.from), instantOf(said.to)];
    if (from !== undefined && to !== undefined) return { from, to };
  }
  return coverageOfViews(folder);
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

function parsed(text: string): { readonly from?: unknown; readonly to?: unknown } {
  try {
    return Object(JSON.parse(text)) as { readonly from?: unknown; readonly to?: unknown };
  } catch {
    return {};
  }
}

function instantOf(value: unknown): Instant | undefined {
  return typeof value === "string" ? parseInstant(value) : undefined;
}
