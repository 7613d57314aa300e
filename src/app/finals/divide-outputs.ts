import { appendFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";

import { hashOf } from "../../models/hash";
import { guarded } from "../../sinks/files/guarded";
import { READ_STREAMS, type OutputsFolder, type ReadStream } from "./outputs-folder";
import { ownedLines, type LineReading } from "./owned-lines";

/** What waits to be written, of all parts together, takes about this much room. */
const WAITING_BYTES = 32 << 20;
const [BUFFER_MIN, BUFFER_MAX] = [1 << 12, 1 << 18];
const NEWLINE = 0x0a;

/** In which of several parts a conversation comes. */
export function partOf(id: string, parts: number): number {
  return hashOf(id) % parts;
}

/**
 * Copies outputs into so many parts, by a hash of the conversations' ids: in one pass, line by line, in their order. All that is wanted of
 * a conversation lies in one part. Throws `AppError` where they cannot be read, or the files of the parts cannot be written.
 */
export async function divideOutputs(
  outputs: OutputsFolder,
  parts: number,
  into: string,
  reading: LineReading,
): Promise<OutputsFolder[]> {
  const bufferBytes = Math.min(BUFFER_MAX, Math.max(BUFFER_MIN, Math.floor(WAITING_BYTES / parts)));
  for (const stream of READ_STREAMS) {
    const files = Array.from({ length: parts }, (_, part) => new PartFile(fileOf(into, stream, part), bufferBytes));
    for await (const lines of ownedLines(stream, outputs.files[stream], reading))
      for (const { conversationId, bytes } of lines) files[partOf(conversationId, parts)]?.append(bytes);
    for (const file of files) file.flush();
  }
  return Array.from({ length: parts }, (_, part) => partFolder(into, part));
}

/** Takes the files of a part away, once it was read. */
export function removePart({ files }: OutputsFolder): void {
  for (const stream of READ_STREAMS) rmSync(files[stream].path, { force: true });
}

function fileOf(into: string, stream: ReadStream, part: number): string {
  return path.join(into, `${stream}.${String(part)}`);
}

function partFolder(into: string, part: number): OutputsFolder {
  const files = READ_STREAMS.map((stream) => {
    const file = fileOf(into, stream, part);
    return [stream, { path: file, name: path.basename(file), bytes: statSync(file).size }] as const;
  });
  const bytes = files.reduce((sum, [, file]) => sum + file.bytes, 0);
  return { path: into, files: Object.fromEntries(files) as OutputsFolder["files"], bytes };
}

/** Gathers lines of a part and adds them to its file, which is open only meanwhile: there may be more parts than files can be open. */
class PartFile {
  private readonly buffer: Buffer;
  private used = 0;

  constructor(
    private readonly file: string,
    bufferBytes: number,
  ) {
    this.buffer = Buffer.allocUnsafeSlow(bufferBytes);
  }

  append(line: Buffer): void {
    if (this.used + line.length + 1 > this.buffer.length) this.flush();
    if (line.length + 1 > this.buffer.length) {
      this.write(Buffer.concat([line, Buffer.of(NEWLINE)]));
      return;
    }
    this.used += line.copy(this.buffer, this.used);
    this.buffer[this.used] = NEWLINE;
    this.used += 1;
  }

  /** Writes what was gathered; makes the file, if there was nothing. */
  flush(): void {
    this.write(this.buffer.subarray(0, this.used));
    this.used = 0;
  }

  private write(bytes: Buffer): void {
    guarded(this.file, () => appendFileSync(this.file, bytes));
  }
}
