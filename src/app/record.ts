import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import type { KafkaAccess } from "../consumers/kafka/client";
import type { Log } from "../consumers/live/port/log";
import { recordTopic, type StateChoice } from "../consumers/live/recording/recorder";
import { nameTopics } from "../consumers/live/port/topic-names";
import { withCluster } from "../consumers/kafka/cluster";
import { recordedLogOf } from "../consumers/kafka/kafka-log";
import { AppError } from "../models/app-error";
import { guarded } from "../sinks/files/guarded";
import { closeQuietly, createLineWriter, type LineWriter } from "../sinks/files/line-writer";
import { partialFileOf } from "../sinks/files/new-file";
import { readRecorded, recordedFile } from "./recorded-so-far";

/** What to record, and into which file; gzip where its name ends with `.gz`. */
export interface RecordOptions {
  readonly access: KafkaAccess;
  /** One topic, or several that are folded together. */
  readonly topics: readonly string[];
  readonly out: string;
  readonly replaceOut: boolean;
  /** Goes on behind what the file, or an interrupted recording into it, has. */
  readonly resume: boolean;
  /** What the service does with records whose key is not their conversation: a replay of the recording does the same. */
  readonly misrouted: "reject" | "fold";
  /** The prefix under which the topic is served, by which policies is recorded too; undefined where that is left out. */
  readonly prefix: { readonly name: string; readonly isNamed: boolean } | undefined;
  readonly log: Log;
}

const BLOCK_CHARACTERS = 1 << 20;

/**
 * Records a topic as it is now into a log. The file has its name only once it is whole; what an interrupted recording leaves
 * lies beside it, to be gone on with. Returns how many records were added.
 */
export async function recordToFile(options: RecordOptions, onProgress: (records: number) => void): Promise<number> {
  const { out, topics, misrouted } = options;
  const partial = partialFileOf(out);
  refuseKnown(options, partial);
  const before = options.resume ? recordedFile(out, partial) : undefined;
  const soFar = before === undefined ? undefined : await readRecorded(before, { topic: onlyOf(topics), misrouted });
  if (before === out) renameSync(out, partial);
  const writer = openWriter(out, partial, soFar?.bytes);
  const isGzip = path.extname(out) === ".gz";
  let lines: string[] = [];
  let characters = 0;
  let records = 0;
  const flush = () => {
    const bytes = Buffer.from(lines.join(""));
    // Members of gzip, one after the other, are one file.
    if (bytes.length > 0) guarded(out, () => writer.append(isGzip ? gzipSync(bytes) : bytes));
    lines = [];
    characters = 0;
    onProgress(records);
  };
  const onLine = (line: string) => {
    lines.push(`${line}\n`);
    characters += line.length;
    records += 1;
    if (characters > BLOCK_CHARACTERS) flush();
  };
  try {
    const [from, policies] = [soFar?.next ?? new Map<number, bigint>(), soFar?.policies ?? new Map<number, number>()];
    const state = stateOf(options);
    records = await withCluster(options.access, options.log, async (kafka, admin) =>
      recordTopic(
        recordedLogOf(kafka, admin),
        { topics: nameTopics(topics, "").inputs, state, from, policies, misrouted },
        options.log,
        onLine,
      ),
    );
    flush();
    guarded(out, () => {
      writer.close();
      renameSync(partial, out);
    });
    return records;
  } catch (error) {
    closeQuietly(writer);
    if (records === 0) restore(before, out, partial);
    throw error;
  }
}

function openWriter(out: string, partial: string, keep: number | undefined): LineWriter {
  return guarded(out, () => {
    mkdirSync(path.dirname(out), { recursive: true });
    return createLineWriter(partial, keep);
  });
}

function stateOf({ topics, prefix }: RecordOptions): StateChoice | undefined {
  return prefix && { topic: nameTopics(topics, prefix.name).state, isNamed: prefix.isNamed };
}

/** Throws `AppError` where there are several: what came late to one of them belongs before what is recorded of another. */
function onlyOf(topics: readonly string[]): string {
  const [topic = "", ...others] = topics;
  if (others.length === 0) return topic;
  throw new AppError(
    "wrongUse",
    "A recording of several topics cannot be gone on with.",
    "Record anew, into another --out or with --force.",
  );
}

/** What is there, or was left by an interrupted recording, is neither replaced nor gone on with unless that is asked for. */
function refuseKnown({ out, replaceOut, resume }: RecordOptions, partial: string): void {
  const known = [out, partial].find((file) => existsSync(file));
  if (known === undefined || replaceOut || resume) return;
  const advice = "Choose another --out, --resume to go on with it, or --force to replace it.";
  throw new AppError("outputExists", `The file "${known}" exists.`, advice);
}

/** Nothing was added: all is as it was before. */
function restore(before: string | undefined, out: string, partial: string): void {
  if (before === undefined) rmSync(partial, { force: true });
  else if (before === out) renameSync(partial, out);
}
