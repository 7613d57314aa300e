import path from "node:path";
import { writeFileSync } from "node:fs";

import { toGapRecord, type Gap } from "../models/gap";
import { SCHEMA_VERSION } from "../models/schema-version";
import { SEMANTICS_VERSION } from "../models/semantics-version";
import {
  CONVERSATION_COLUMNS,
  DEADLINE_COLUMNS,
  MEASUREMENT_COLUMNS,
  REJECTION_COLUMNS,
  type OutputColumn,
} from "../models/output-columns";
import { countLines } from "../sinks/files/count-lines";
import type { EndedFiles, FileOutputs } from "../sinks/files/file-outputs";
import { guarded } from "../sinks/files/guarded";
import { MANIFEST, type Stream } from "../sinks/files/streams";
import type { TablesOptions, WrittenTable } from "../sinks/tables/write-tables";
import { effectivePolicy, policyDigest, type EffectivePolicy } from "./effective-policy";
import { markOutputs, type GapOfRun } from "./gaps/mark-outputs";
import type { Manifest, ManifestFile, SaidManifest } from "./manifest-record";
import { ownDefinitions } from "./own-definitions";
import { ownVersion } from "./own-version";
import { EMPTY_POLICY } from "./policy";
import type { Summary } from "./summary";
import { timeZoneData } from "./time-zone-data";

/** Which of the options decide what stands beside the files of lines. */
export interface CompletionOptions {
  readonly tables?: TablesOptions | undefined;
  /** What the policy, with what was set over it, comes to. */
  readonly settings?: EffectivePolicy | undefined;
  /** The gaps in what was read. */
  readonly gaps: readonly Gap[];
}

const COLUMNS: Readonly<Record<Stream, readonly OutputColumn[]>> = {
  measurements: MEASUREMENT_COLUMNS,
  deadlines: DEADLINE_COLUMNS,
  conversations: CONVERSATION_COLUMNS,
  rejects: REJECTION_COLUMNS,
  "measurements.revisions": MEASUREMENT_COLUMNS,
  "deadlines.revisions": DEADLINE_COLUMNS,
};

/**
 * Marks what gaps may have touched, writes the tables that are wanted of a run's files of lines, the manifest of all and the summary, and gives the folder its
 * name. Returns the summary with the gaps. Throws `AppError` where that cannot be.
 */
export async function commitOutputs(
  outputs: Pick<FileOutputs, "end" | "change" | "commit"> | undefined,
  found: Summary,
  options: CompletionOptions,
): Promise<Summary> {
  if (outputs === undefined) return withGaps(found, options.gaps.map(toGapRecord));
  const summary = withGaps(found, await markOutputs(outputs, options.gaps));
  const ended = outputs.end();
  const tables = options.tables === undefined ? [] : await tablesOf(ended, options.tables);
  guarded(ended.folder, () => {
    const manifest = manifestOf(ended, tables, options.settings);
    writeFileSync(path.join(ended.folder, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
  });
  outputs.commit(summary);
  return summary;
}

/** What writes tables is loaded only where some are wanted. */
async function tablesOf(ended: EndedFiles, options: TablesOptions): Promise<readonly WrittenTable[]> {
  const { writeTables } = await import("../sinks/tables/write-tables.js");
  return writeTables(ended, options);
}

/** Without gaps a summary does not speak of them. */
function withGaps(summary: Summary, gaps: readonly GapOfRun[]): Summary {
  return gaps.length === 0 ? summary : { ...summary, gaps };
}

function manifestOf(
  { files }: EndedFiles,
  tables: readonly WrittenTable[],
  settings: EffectivePolicy | undefined,
): Manifest {
  return {
    type: "manifest",
    schemaVersion: SCHEMA_VERSION,
    product: `convofold ${ownVersion()}`,
    semanticsVersion: SEMANTICS_VERSION,
    policyDigest: `sha256:${policyDigest(settings ?? effectivePolicy(EMPTY_POLICY))}`,
    ...(settings?.calling && { timeZoneData: timeZoneData() }),
    files: [
      ...files.map(([stream, file]) => ({
        name: `${stream}.ndjson`,
        format: "ndjson" as const,
        rows: countLines(file),
        columns: COLUMNS[stream].map(shown),
      })),
      ...tables.map(fileOf),
    ],
    ...ownDefinitions(),
  };
}

function fileOf({ name, format, rows, columns }: WrittenTable): ManifestFile {
  return { name, format, rows, columns: columns.map(shown) };
}

/** A manifest that lists tables which were made later, in the place of those before. */
export function withTables(manifest: SaidManifest, tables: readonly WrittenTable[]): object {
  const made = tables.map(fileOf);
  const others = (manifest.files ?? []).filter(({ name }) => made.every((one) => one.name !== name));
  return { ...manifest, files: [...others, ...made] };
}

/** A column without what only the making of a table needs. */
function shown({ name, type, unit, meaning, items }: OutputColumn): OutputColumn {
  return { name, type, ...(unit !== undefined && { unit }), meaning, ...(items && { items: items.map(shown) }) };
}
