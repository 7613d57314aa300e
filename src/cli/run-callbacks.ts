import { callbackRows, callbacksAsCsv, type CallbackRow } from "../answers/forms/callbacks";
import { listCallbacks } from "../app/callbacks";
import { formatLength } from "../app/duration";
import { countOf, formatCount } from "../models/format-count";
import { refusePicture } from "../app/pictures";
import type { CallbacksOptions } from "./callbacks-command";
import type { KnownZones } from "../app/callee-zones-file";
import type { ExitCode } from "./exit-code";
import { settingsOf } from "./log-options";
import { alignRows, visible } from "./print";
import { putAnswer } from "./put-answer";
import { printVerdict } from "./print-verdict";
import { withFinals } from "./with-finals";

/** Lists the callbacks that the options ask for. */
export async function runCallbacks(sources: readonly string[], options: CallbacksOptions): Promise<ExitCode> {
  const { out, force = false, zone, owed: isOwedOnly = false } = options;
  if (out !== undefined) refusePicture(out, force);
  const { policy, document } = await settingsOf(options);
  const knownZones = await calleeZonesOf(options.calleeZones);
  const finalsOptions = { sources, policy, recordBytesMax: options.maxRecordBytes, until: options.until };
  return withFinals(finalsOptions, options.quiet, async (finals) => {
    const { to } = await finals.coverage();
    const asOf = finals.kind === "log" ? (options.until ?? to) : to;
    const callbacks = await listCallbacks(
      { policy, calling: document.calling, isOwedOnly, asOf, knownZones },
      finals.conversations(),
    );
    const list = { asOf: asOf === undefined ? null : zone.format(asOf), rows: callbackRows(callbacks, zone.format) };
    putAnswer(textOf(list, options), options);
    return finals.summary === undefined ? 0 : printVerdict(finals.summary, sources, options);
  });
}

/** What reads them is loaded only where there are some. */
async function calleeZonesOf(file: string | undefined): Promise<KnownZones | undefined> {
  if (file === undefined) return undefined;
  const { readCalleeZones } = await import("../app/callee-zones-file.js");
  return readCalleeZones(file);
}

interface CallbackList {
  readonly asOf: string | null;
  readonly rows: readonly CallbackRow[];
}

function textOf({ asOf, rows }: CallbackList, { format, owed = false }: CallbacksOptions): string {
  if (format === "csv") return callbacksAsCsv(rows);
  if (format === "json") return `${JSON.stringify({ asOf, callbacks: rows }, undefined, 2)}\n`;
  const head = `${countOf(rows.length, "callback")}${owed ? " owed to customers" : ""}, as of ${asOf ?? "—"}`;
  const warned = rows.filter(({ owed: why, promises }) => why !== null && promises.at(-1)?.warning).length;
  const warnings = warned === 0 ? [] : [`${formatCount(warned)} owed with a warning of the calling window`];
  return [head, ...warnings, ...rows.flatMap(describeRow), ""].join("\n");
}

function describeRow(row: CallbackRow): string[] {
  const { callee, owner, owed } = row;
  const zones = callee.zones.length > 3 ? `${callee.zones.length} zones` : callee.zones.join(", ");
  const facts = [
    row.owed === null ? row.state : `${row.state}, owed: ${String(owed)}`,
    `requested ${row.requested ?? "—"}`,
    `queue ${row.queueId ?? "—"}`,
    `attempts ${row.attempts.length}`,
    callee.source === null ? "zone not known" : `zone ${zones} (${callee.source})`,
    ...(owner === null ? [] : [`owner's time ends ${owner.expires} (${owner.status ?? "—"})`]),
  ];
  const promises = row.promises.map((promise) => [
    `    due ${promise.due}${promise.dueThere === null || promise.dueThere === promise.due ? "" : ` (there ${promise.dueThere})`}`,
    promise.status ?? "—",
    promise.lateMs === null ? "" : promise.lateMs === 0 ? "in time" : `late by ${formatLength(promise.lateMs)}`,
    promise.warning ?? promise.window ?? "",
    promise.windowCloses === null ? "" : `call before ${promise.windowCloses}`,
  ]);
  return [
    "",
    visible(`  conversation ${row.conversationId}, participant ${row.participantId}`),
    visible(`    ${facts.join("; ")}`),
    ...(promises.length === 0 ? [] : alignRows(promises, () => true)),
  ];
}
