import { existsSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { createKafka, type KafkaAccess, type Log } from "../consumers/kafka/client";
import { recordTopic } from "../consumers/kafka/recorder";
import { AppError } from "../models/app-error";
import { createLineWriter } from "../sinks/files/line-writer";
import { asAppError } from "./kafka-failure";

/** What to record, and into which file; gzip where its name ends with `.gz`. */
export interface RecordOrder {
  readonly access: KafkaAccess;
  readonly topic: string;
  readonly out: string;
  readonly replaceOut: boolean;
  readonly log: Log;
}

const BLOCK_CHARACTERS = 1 << 20;

/** Records a topic as it is now into a log. The file has its name only once it is whole. Returns how many records. */
export async function recordToFile(order: RecordOrder, onProgress: (records: number) => void): Promise<number> {
  const { out, topic } = order;
  if (existsSync(out) && !order.replaceOut) {
    throw new AppError("outputExists", `The file "${out}" exists.`, "Choose another --out, or --force to replace it.");
  }
  const partial = `${out}.partial`;
  const writer = openWriter(partial);
  const isGzip = path.extname(out) === ".gz";
  let lines: string[] = [];
  let characters = 0;
  let records = 0;
  const flush = () => {
    const bytes = Buffer.from(lines.join(""));
    // Members of gzip, one after the other, are one file.
    if (bytes.length > 0) writer.append(isGzip ? gzipSync(bytes) : bytes);
    lines = [];
    characters = 0;
    onProgress(records);
  };
  const kafka = createKafka(order.access, order.log);
  const admin = kafka.admin();
  await admin.connect().catch((error: unknown) => {
    throw asAppError(error);
  });
  try {
    await recordTopic(kafka, admin, topic, (line) => {
      lines.push(`${line}\n`);
      characters += line.length;
      records += 1;
      if (characters > BLOCK_CHARACTERS) flush();
    });
    flush();
    writer.close();
    renameSync(partial, out);
    return records;
  } catch (error) {
    writer.close();
    rmSync(partial, { force: true });
    throw asAppError(error);
  } finally {
    await admin.disconnect();
  }
}

function openWriter(file: string): ReturnType<typeof createLineWriter> {
  try {
    return createLineWriter(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new AppError("outputUnwritable", `"${file}" cannot be written (${code ?? ""}).`, "Choose another --out.");
  }
}
