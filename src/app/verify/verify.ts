import { findLog, STANDARD_INPUT, type InputFile } from "../../consumers/files/inputs";
import { readLog } from "../../consumers/files/log-source";
import { createRecordReader } from "../../decoding/bytes/record-reader";
import { AppError } from "../../models/app-error";
import { createLogReading, type LogReading } from "../log-reading";
import type { Arrangement } from "./arrangement";
import type { Difference } from "./difference";
import { findDifference } from "./find-difference";
import { bucketOf } from "./finals";
import {
  runArranged,
  runByReference,
  runForBytes,
  runOnWorkers,
  runStraight,
  type Feed,
  type Reading,
  type StraightRun,
} from "./runs";
import type { VerifyOptions } from "./verify-options";

/** One run of the log, and what it came to. */
export interface VerifyRun {
  readonly name: string;
  readonly promise: "P1" | "P2";
  readonly digest: string;
  readonly agrees: boolean;
}

/** Whether the guarantees hold on a log. */
export interface Verification {
  readonly records: number;
  /** Records that no order can be proved for: without any instant, or late as the log lies. */
  readonly left: { readonly undated: number; readonly late: number };
  readonly runs: readonly VerifyRun[];
  readonly difference: Difference | undefined;
  /** The conversations of which the engine and the reference come to something else. */
  readonly otherByReference: readonly string[];
  /** What became of the log as it lies. */
  readonly reading: LogReading;
}

/** The progress of a verification. */
export interface VerifyProgress {
  readonly run: number;
  readonly runs: number;
  readonly name: string;
  readonly share: number;
}

const ODD_CHUNK_BYTES = 4093;
const ODD_BATCH_RECORDS = 997;
/** Smaller logs are folded before threads for them have started, and before code is compiled to be fast. */
const SMALL_BYTES = 1 << 16;

/**
 * Proves on a log that its outputs depend on it alone (P1: read in other pieces, the same bytes) and that its final
 * outputs depend neither on the order nor on repeats of its records (P2). The reference, where it is wanted, must come to the
 * same final outputs. Reads the log once for each run.
 */
export async function verify(
  options: VerifyOptions,
  onProgress: (progress: VerifyProgress) => void,
): Promise<Verification> {
  const { files, skipped: skippedFiles } = findLog(options.logs);
  if (files.some((file) => file.path === STANDARD_INPUT)) {
    throw new AppError("wrongUse", "verify reads a log several times.", "Give it files, not standard input.");
  }
  const arrangements = arrangementsFor(options);
  const runCount = arrangements.length + 2 + Number(options.reference === true);
  const feed = createFeeds(files, options.recordBytesMax, runCount, onProgress);
  const log = createLogReading();
  const reader = createRecordReader();
  const asItLies = feed("as it lies", { reader, onDamage: log.damage, onForeign: log.foreign });
  // The workers fold while the runs that follow go on.
  const isOnOneThread = areSmall(files);
  const onWorkers =
    options.sharded === undefined ? undefined : runOnWorkers(options, { ...options.sharded, isOnOneThread });
  // What fails here first is reported; what fails there is once it is waited for.
  onWorkers?.catch(() => undefined);
  const straight = await runStraight(options, asItLies, log);
  const { bytes } = straight;
  const inPieces = feed("read and folded in other pieces", { chunkBytes: ODD_CHUNK_BYTES });
  const pieces = await runForBytes(options, inPieces, ODD_BATCH_RECORDS);
  const runs: VerifyRun[] = [
    { name: "as it lies", promise: "P1", digest: bytes, agrees: true },
    { name: "read and folded in other pieces", promise: "P1", digest: pieces, agrees: pieces === bytes },
  ];
  const split = await onWorkers;
  if (split !== undefined) runs.push({ name: "on two workers", promise: "P1", digest: split, agrees: split === bytes });
  const reading = { ...log.reading(), skippedFiles };
  const left = { undated: straight.undated, late: straight.late.size };
  const base = straight.finals;
  runs.push({ name: "as it lies", promise: "P2", digest: base.digest(), agrees: true });
  const changes = straight.changes.digest();
  runs.push({ name: "out of every change", promise: "P2", digest: changes, agrees: changes === base.digest() });
  const reference = options.reference === true ? await compareWithReference(options, straight, feed) : undefined;
  if (reference !== undefined) runs.push(reference.run);
  const verified = { records: straight.records, left, runs, otherByReference: reference?.others ?? [], reading };
  for (const arrangement of arrangements) {
    const finals = await runArranged(options, arrangement, straight.late, feed(arrangement.name, { reader }));
    const agrees = finals.digest() === base.digest();
    runs.push({ name: arrangement.name, promise: "P2", digest: finals.digest(), agrees });
    if (agrees) continue;
    const difference = await findDifference(options, arrangement, straight.late, base.differences(finals), feed);
    return { ...verified, difference };
  }
  return { ...verified, difference: undefined };
}

/** Whether a log is so small that starting up takes longer than folding it. */
export function isSmall(logs: readonly string[]): boolean {
  return areSmall(findLog(logs).files);
}

/** A file that is compressed holds far more than its bytes. */
function areSmall(files: readonly InputFile[]): boolean {
  return bytesOf(files) < SMALL_BYTES && !files.some(({ name }) => /\.(?:gz|zst)$/i.test(name));
}

/** Folds the log by the reference too, and finds the conversations in which it comes to something else. */
async function compareWithReference(
  options: VerifyOptions,
  { finals: base, late }: StraightRun,
  feed: (name: string) => Feed,
): Promise<{ readonly run: VerifyRun; readonly others: readonly string[] }> {
  const name = "by the reference";
  const { finals, conversations } = await runByReference(options, late, feed(name));
  const digest = finals.digest();
  const buckets = base.differences(finals);
  const others = [...conversations].filter((id) => buckets.has(bucketOf(id))).sort();
  return { run: { name, promise: "P2", digest, agrees: digest === base.digest() }, others };
}

/** Gives the log once for each run. */
function createFeeds(
  files: readonly InputFile[],
  recordBytesMax: number,
  runs: number,
  onProgress: (progress: VerifyProgress) => void,
): (name: string, reading?: Reading) => Feed {
  const bytesAll = bytesOf(files);
  let started = 0;
  return (name, reading = {}) => {
    started += 1;
    const run = started;
    let bytesRead = 0;
    const onBytes = (bytes: number) => {
      bytesRead += bytes;
      onProgress({ run, runs, name, share: bytesAll === 0 ? 1 : bytesRead / bytesAll });
    };
    const callbacks = { onBytes, onDamage: () => undefined, ...reading };
    return async (give) => {
      let index = 0;
      for await (const batch of readLog(files, recordBytesMax, callbacks)) {
        for (const record of batch) give(record, index++);
      }
    };
  };
}

const bytesOf = (files: readonly InputFile[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);

function arrangementsFor({ orders, seed }: VerifyOptions): Arrangement[] {
  const permutations = Array.from({ length: orders }, (_, index) => ({
    name: `in another order${index % 2 === 1 ? ", with repeats" : ""} (seed ${String(seed + index)})`,
    seed: seed + index,
    permuted: true,
    repeated: index % 2 === 1,
  }));
  return [{ name: `with repeats (seed ${String(seed)})`, seed, permuted: false, repeated: true }, ...permutations];
}
