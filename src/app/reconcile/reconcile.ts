import type { Coverage, KeptOutRecord } from "../../answers/reconcile/subject";
import { ReconciliationBuilder, type Reconciliation } from "../../answers/reconcile/reconciliation";
import type { Zone } from "../../calendars/zone";
import { findLog, type InputFile } from "../../consumers/files/inputs";
import { isKeptOut } from "../../engine/ports";
import { toGapRecord } from "../../models/gap";
import type { GapRecord } from "../../models/gap-record";
import { latestIn, type PlatformConversation } from "../../models/platform-detail";
import type { Finals } from "../finals/open-finals";
import { partOf } from "../finals/divide-outputs";
import { ownVersion } from "../own-version";
import { timeZoneData } from "../time-zone-data";
import type { ReplayOptions } from "../replay-options";
import type { UnreadFiles } from "../verdict";
import { readAnalyticsExport } from "./analytics-export";
import { COMPARED, surveyExport, type Survey } from "./survey-export";

/** With what final numbers are compared, and how. */
export interface ReconcileRequest {
  readonly sources: readonly string[];
  /** Files and folders of the analytics export. */
  readonly analytics: readonly string[];
  readonly toleranceMs: number;
  readonly zone: Zone;
  /** Called with what lies in folders of the export and is not read. */
  readonly onUnread?: (files: UnreadFiles) => void;
  /** How many segments and numbers of the export are in memory at once; for tests. */
  readonly partSizeMax?: number;
}

/** What has to be known of a reconciliation to read it. Instants are ISO-8601, UTC. */
export interface ReconcileManifest {
  readonly type: "reconciliation";
  readonly schemaVersion: 1;
  readonly product: string;
  readonly source: { readonly kind: string; readonly names: readonly string[] } & Covered;
  readonly analytics: {
    readonly names: readonly string[];
    readonly conversations: number;
    /** How many conversations lay in it more than once: of each the one with the latest news counts. */
    readonly repeated: number;
    readonly until: string | null;
    /** How many of the metrics that are compared it states. */
    readonly metrics: number;
  } & Covered;
  readonly toleranceMs: number;
  readonly zone: string;
  readonly timeZoneData: string;
  /** The gaps of the log, where any are known. */
  readonly gaps?: readonly GapRecord[];
}

interface Covered {
  readonly from: string | null;
  readonly to: string | null;
}

/** A reconciliation with what it was made of. */
export interface ReconcileReport extends Reconciliation {
  readonly manifest: ReconcileManifest;
}

/** Collects the records of a log that were kept out of their conversations, by conversation. */
export class KeptOutRecords {
  readonly byConversation = new Map<string, KeptOutRecord[]>();

  readonly onRecord: NonNullable<ReplayOptions["onRecord"]> = (record, outcome) => {
    if (record.kind === "ignored" || record.conversationId === undefined) return;
    if (!isKeptOut(outcome) && record.rejections.length === 0) return;
    const { conversationId, position } = record;
    const kept = this.byConversation.get(conversationId) ?? [];
    this.byConversation.set(conversationId, kept);
    kept.push({ position, outcome: outcome === "late" ? "late" : "rejected" });
  };
}

/** So many segments and numbers of an export take some 200 MB. */
const PART_SIZE_MAX = 1_000_000;

/**
 * Compares final numbers with the platform's own. Both sides are taken a part of the conversations at a time, by a hash of their ids; the
 * export is read once for each part. In memory are the conversations of one part, the counts, and each difference. Throws `AppError` where
 * something cannot be read.
 */
export async function reconcile(
  finals: Finals,
  request: ReconcileRequest,
  keptOut: KeptOutRecords,
): Promise<ReconcileReport> {
  const { toleranceMs, zone, partSizeMax = PART_SIZE_MAX } = request;
  const { files, skipped: skippedFiles } = findLog(request.analytics);
  request.onUnread?.({ skippedFiles, damagedFiles: [] });
  const survey = await surveyExport(files);
  const log = await finals.coverage();
  const dayOf = (at: number) => zone.format(at).slice(0, 10);
  const builder = new ReconciliationBuilder({
    toleranceMs,
    compared: COMPARED,
    log,
    export: survey,
    dayOf,
    gaps: finals.gaps,
  });
  let parts = 1;
  const conversations = finals.conversations({
    partsMin: Math.max(1, Math.ceil(survey.size / partSizeMax)),
    onParts: (count) => (parts = count),
  });
  const counts = { conversations: 0, repeated: 0 };
  try {
    let next = await conversations.next();
    for (let part = 0; part < parts; part += 1) {
      const exported = await readPart(files, part, parts, counts);
      while (next.done !== true && partOf(next.value.id, parts) === part) {
        const { id } = next.value;
        builder.take(next.value, exported.get(id), keptOut.byConversation.get(id));
        exported.delete(id);
        next = await conversations.next();
      }
      for (const [id, one] of exported) builder.take(undefined, one, keptOut.byConversation.get(id));
    }
  } finally {
    await conversations.return(undefined);
  }
  return { manifest: manifestOf(finals, request, { log, survey, counts }), ...builder.finish() };
}

async function readPart(
  files: readonly InputFile[],
  part: number,
  parts: number,
  counts: { conversations: number; repeated: number },
): Promise<Map<string, PlatformConversation>> {
  const conversations = new Map<string, PlatformConversation>();
  for await (const one of readAnalyticsExport(files)) {
    if (partOf(one.id, parts) !== part) continue;
    const before = conversations.get(one.id);
    if (before === undefined) counts.conversations += 1;
    else counts.repeated += 1;
    if (before === undefined || (latestIn(one) ?? 0) >= (latestIn(before) ?? 0)) conversations.set(one.id, one);
  }
  return conversations;
}

function manifestOf(
  { kind, gaps }: Finals,
  { sources, analytics, toleranceMs, zone }: ReconcileRequest,
  { log, survey, counts }: { log: Coverage; survey: Survey; counts: { conversations: number; repeated: number } },
): ReconcileManifest {
  return {
    type: "reconciliation",
    schemaVersion: 1,
    product: `convofold ${ownVersion()}`,
    source: { kind, names: sources, ...covered(log) },
    analytics: {
      ...{ names: analytics, ...counts, ...covered(survey), until: spelled(survey.until) },
      metrics: [...survey.metrics].filter((name) => COMPARED.has(name)).length,
    },
    toleranceMs,
    zone: zone.name,
    timeZoneData: timeZoneData(),
    ...(gaps.length > 0 && { gaps: gaps.map(toGapRecord) }),
  };
}

function covered({ from, to }: Coverage): Covered {
  return { from: spelled(from), to: spelled(to) };
}

function spelled(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
