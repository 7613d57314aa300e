import type { InputFile } from "../consumers/files/inputs";
import { beginsWith, type ReadSoFar } from "../consumers/files/log-digest";
import { SAVED_FORMAT } from "../engine/store/saved";
import { formatInstant } from "../models/instant";
import { SCHEMA_VERSION } from "../models/schema-version";
import { SEMANTICS_VERSION } from "../models/semantics-version";
import type { EffectivePolicy } from "./effective-policy";
import { ownVersion } from "./own-version";

/** The version of checkpoints, and of all that decides what a fold comes to. */
const FORMAT = `6/${String(SEMANTICS_VERSION)}/${String(SCHEMA_VERSION)}/${SAVED_FORMAT}`;

/** All that decides what a run comes to, but for the content of its log. */
export interface RunIdentity {
  readonly version: string;
  readonly format: string;
  readonly policy: string;
  readonly recordBytesMax: number;
  readonly until: number | undefined;
  readonly revisions: boolean;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

/** Which of the options decide what a run comes to. */
export interface RunSettings {
  readonly settings?: EffectivePolicy | undefined;
  readonly recordBytesMax: number;
  readonly until?: number | undefined;
  readonly revisions?: boolean | undefined;
}

/** What a run is known by: its files, its settings, the version of the programme. */
export function identifyRun(
  files: readonly InputFile[],
  { settings, recordBytesMax, until, revisions = false }: RunSettings,
): RunIdentity {
  return {
    version: ownVersion(),
    format: FORMAT,
    policy: JSON.stringify(settings ?? null),
    recordBytesMax,
    until,
    revisions,
    files: files.map(({ name, bytes }) => ({ name, bytes })),
  };
}

/** In what a run differs from an earlier one, each in words; nothing where it can go on from there. */
export function differences(
  before: RunIdentity,
  now: RunIdentity,
  files: readonly InputFile[],
  read: readonly ReadSoFar[],
): string[] {
  const was = (what: string, one: unknown, other: unknown) => `${what} was ${String(one)}, and is ${String(other)}`;
  const instant = (at: number | undefined) => (at === undefined ? "not given" : formatInstant(at));
  if (before.version !== now.version || before.format !== now.format)
    return [
      was("the version of the programme", `${before.version} (${before.format})`, `${now.version} (${now.format})`),
    ];
  const settings = [
    ...(before.policy === now.policy ? [] : ["the policy (--policy, --lateness) is another"]),
    ...(before.recordBytesMax === now.recordBytesMax
      ? []
      : [was("--max-record-bytes", before.recordBytesMax, now.recordBytesMax)]),
    ...(before.revisions === now.revisions ? [] : [was("--revisions", before.revisions, now.revisions)]),
    ...(before.until === now.until ? [] : [was("--until", instant(before.until), instant(now.until))]),
  ];
  const ofFiles = fileDifferences(before, now);
  return [...settings, ...(ofFiles.length > 0 ? ofFiles : contentDifferences(files, read))];
}

function fileDifferences(before: RunIdentity, now: RunIdentity): string[] {
  const sizes = new Map(now.files.map(({ name, bytes }) => [name, bytes]));
  const known = new Set(before.files.map(({ name }) => name));
  return [
    ...before.files.flatMap(({ name, bytes }) => {
      const size = sizes.get(name);
      if (size === undefined) return [`${name} is not in the log any more`];
      return size === bytes ? [] : [`${name} had ${String(bytes)} bytes, and has ${String(size)}`];
    }),
    ...now.files.filter(({ name }) => !known.has(name)).map(({ name }) => `${name} was not in the log`),
  ];
}

/** A file that was only copied or touched is the same: what was read of it decides. */
function contentDifferences(files: readonly InputFile[], read: readonly ReadSoFar[]): string[] {
  return files.flatMap((file, index) => {
    const known = read[index];
    return known === undefined || beginsWith(file, known)
      ? []
      : [`${file.name} holds something else where it was read`];
  });
}
