import { chmodSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";

import type { FinalEmission, Outputs } from "../../engine/ports";
import type { Claim } from "./claim";
import { forEachLine } from "./for-each-line";
import { guarded } from "./guarded";
import { closeQuietly, createLineWriter, type LineWriter } from "./line-writer";
import { linesTo, revisionsTo, type TakeLines } from "./lines-to";
import {
  ALL_STREAMS,
  CHECKPOINT,
  FINAL_STREAMS,
  markedName,
  removeTables,
  STREAMS,
  SUMMARY,
  type Stream,
} from "./streams";
import { Superseded, type SavedSuperseded } from "./superseded";

/** The folder of a run's outputs while it is being written. */
export interface FileOutputs extends Outputs {
  /** Writes lines that are already encoded. */
  readonly append: (stream: Stream, bytes: Uint8Array) => void;
  /** Takes the lines of an emission that no longer stands out of the files, when they are committed. */
  readonly superseded: (emission: Pick<FinalEmission, "conversationId" | "revision">) => void;
  /** Writes every change, for an engine that emits those. */
  readonly revisions: Outputs;
  /** Brings all that was emitted to the disk, and says how much that is. */
  readonly sync: () => SyncedOutputs;
  /** Ends the files of lines: from here on they hold what stands. */
  readonly end: () => EndedFiles;
  /** Writes the lines of a file anew, each as it is changed; to be asked once the files are ended. */
  readonly change: (stream: Stream, changed: (line: Buffer) => Uint8Array) => void;
  /** Writes the summary and gives the folder its name: from here on it is whole. */
  readonly commit: (summary: object) => void;
  /** Closes what is open and leaves the partial folder; returns its path. */
  readonly abandon: () => string;
}

/** The files of lines of a run, whole, before its folder has its name. */
export interface EndedFiles {
  /** Where what is made of them is written. */
  readonly folder: string;
  /** Each stream with the file that has its lines, which may have another name yet. */
  readonly files: readonly (readonly [stream: Stream, file: string])[];
}

/** How many bytes of each file are written, and which of its emissions no longer stand. */
export interface SyncedOutputs {
  readonly lengths: Readonly<Partial<Record<Stream, number>>>;
  readonly superseded: SavedSuperseded;
}

/** How outputs are written. */
export interface FileOutputsOptions {
  /** Where a run that goes on was. */
  readonly resumeAt?: SyncedOutputs | undefined;
  /** Whether every change is written, too. */
  readonly revisions?: boolean | undefined;
}

/**
 * Opens the outputs of a run in a folder that is claimed for it. They are written beside the folder and renamed when they are
 * whole, so that a killed run leaves nothing that looks so. Throws `AppError` where that cannot be.
 */
export function openFileOutputs(claim: Claim, { resumeAt, revisions = false }: FileOutputsOptions = {}): FileOutputs {
  const { folder, partial } = claim;
  const streams = revisions ? ALL_STREAMS : STREAMS;
  const superseded = new Superseded(resumeAt?.superseded);
  const writers = guarded(folder, () => {
    if (resumeAt === undefined) makeAnew(folder, partial);
    return new Map(
      streams.map((stream) => [stream, createLineWriter(fileOf(partial, stream), resumeAt?.lengths[stream])] as const),
    );
  });
  let ended: (EndedFiles & Ending) | undefined;
  const end = () =>
    (ended ??= guarded(folder, () => {
      for (const writer of writers.values()) writer.close();
      return { folder: partial, ...endFiles(partial, streams, superseded) };
    }));
  const append = (stream: Stream, bytes: Uint8Array) => guarded(folder, () => writers.get(stream)?.append(bytes));
  const take: TakeLines = (stream, { bytes }) => append(stream, bytes);
  return {
    ...linesTo(take),
    superseded: (emission) => superseded.add(emission),
    revisions: revisionsTo(take),
    append,
    sync: () => guarded(folder, () => ({ lengths: syncAll(writers), superseded: superseded.save() })),
    end,
    change(stream, changed) {
      ended = guarded(folder, () => ({
        folder: partial,
        ...changeFile(end(), fileOf(partial, stream), stream, changed),
      }));
    },
    commit(summary) {
      const { renames } = end();
      guarded(folder, () => {
        const last = createLineWriter(path.join(partial, SUMMARY));
        last.write(JSON.stringify(summary, undefined, 2));
        last.close();
        claim.check();
        rmSync(path.join(partial, CHECKPOINT), { force: true });
        rmSync(path.join(partial, `${CHECKPOINT}.new`), { force: true });
        // From here on a run that is killed begins anew: its files are no longer as the checkpoint says.
        for (const rename of renames) rename();
        rmSync(folder, { recursive: true, force: true });
        renameSync(partial, folder);
      });
    },
    abandon: () => abandon(partial, writers.values()),
  };
}

function syncAll(writers: ReadonlyMap<Stream, LineWriter>): SyncedOutputs["lengths"] {
  return Object.fromEntries([...writers].map(([stream, writer]) => [stream, writer.sync()] as const));
}

function abandon(partial: string, writers: Iterable<LineWriter>): string {
  for (const writer of writers) closeQuietly(writer);
  return partial;
}

interface Ending extends Pick<EndedFiles, "files"> {
  readonly renames: readonly (() => void)[];
}

/** Takes lines that no longer stand out of the files, and tables of an earlier attempt away. */
function endFiles(partial: string, streams: readonly Stream[], superseded: Superseded): Ending {
  removeTables(partial);
  const renames: (() => void)[] = [];
  const files = streams.map((stream) => {
    const lines = fileOf(partial, stream);
    rmSync(markedName(lines), { force: true });
    const { file, rename } = isFinal(stream) ? superseded.rewrite(lines) : { file: lines };
    if (rename !== undefined) renames.push(rename);
    return [stream, file] as const;
  });
  return { files, renames };
}

function changeFile(
  { files, renames }: Ending,
  named: string,
  stream: Stream,
  changed: (line: Buffer) => Uint8Array,
): Ending {
  const marked = markedName(named);
  const writer = createLineWriter(marked);
  for (const [one, file] of files) if (one === stream) forEachLine(file, (line) => writer.append(changed(line)));
  writer.close();
  return {
    files: files.map(([one, file]) => [one, one === stream ? marked : file] as const),
    renames: [...renames, () => renameSync(marked, named)],
  };
}

function fileOf(partial: string, stream: Stream): string {
  return path.join(partial, `${stream}.ndjson`);
}

function isFinal(stream: Stream): boolean {
  return FINAL_STREAMS.some((one) => one === stream);
}

/** An empty folder that is there gives its permissions to the one that takes its place. */
function makeAnew(folder: string, partial: string): void {
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  const mode = statSync(folder, { throwIfNoEntry: false })?.mode;
  if (mode !== undefined) chmodSync(partial, mode & 0o7777);
}
