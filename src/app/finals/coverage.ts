import type { Gap } from "../../models/gap";
import { parseInstant, type Instant } from "../../models/instant";
import type { ConversationRecord } from "../../models/view";
import { FinalRecords } from "./final-records";
import type { OutputsFolder } from "./outputs-folder";
import { readSummary } from "./outputs-manifest";
import { notWhole, ownedLines, parsed } from "./owned-lines";

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
  return readSummary(folder.path) ?? {};
}

/**
 * Reads the views alone, line by line: a view begins no later and has no earlier news than those before it, so only where one was taken back
 * it must be known what stands of its conversation.
 */
async function coverageOfViews({ files }: OutputsFolder): Promise<LogCoverage> {
  const takenBack = new Map<string, FinalRecords>();
  for await (const lines of ownedLines("conversations", files.conversations, {}))
    for (const { conversationId: id, bytes } of lines)
      if (bytes.includes(RETRACTED)) takenBack.set(id, new FinalRecords(id));
  let [from, to] = [Infinity, -Infinity];
  const widen = ({ startTime, lastNews }: ConversationRecord) => {
    from = Math.min(from, Date.parse(startTime));
    to = Math.max(to, Date.parse(lastNews));
  };
  for await (const lines of ownedLines("conversations", files.conversations, {}))
    for (const { conversationId: id, bytes } of lines) {
      const view = viewIn(bytes, id);
      const records = takenBack.get(id);
      if (records === undefined) widen(view);
      else records.conversation(view);
    }
  for (const records of takenBack.values()) records.final().views.forEach(widen);
  return from > to ? { from: undefined, to: undefined } : { from, to };
}

function viewIn(bytes: Buffer, id: string): ConversationRecord {
  const view = parsed(bytes) as ConversationRecord | undefined;
  if (view === undefined) throw notWhole(`A line of conversations.ndjson about conversation ${id} is no JSON.`);
  return view;
}

const RETRACTED = Buffer.from('"retracted":true');

function instantOf(value: unknown): Instant | undefined {
  return typeof value === "string" ? parseInstant(value) : undefined;
}
