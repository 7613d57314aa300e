import { openLog } from "../../consumers/files/open-log";
import { describeProblem } from "../../consumers/files/log-source";
import type { InputFile } from "../../consumers/files/inputs";
import { AppError } from "../../models/app-error";

const NEWLINE = 0x0a;

/** A line of a file, without its end; its bytes are only good until the next is asked for. */
export interface OutputLine {
  readonly number: number;
  readonly bytes: Buffer;
}

/** The lines of a file of outputs, gzip, zstd or plain. Throws `AppError` where it cannot be read to its end. */
export async function* outputLines(file: InputFile, onBytes: (bytes: number) => void): AsyncGenerator<OutputLine> {
  let kept: Buffer[] = [];
  let number = 0;
  try {
    for await (const chunk of openLog(file, onBytes)) {
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
        const piece = chunk.subarray(from, end);
        const bytes = kept.length === 0 ? piece : Buffer.concat([...kept, piece]);
        kept = [];
        from = end + 1;
        number += 1;
        if (bytes.length > 0) yield { number, bytes };
      }
      // The chunk's memory is used again.
      if (from < chunk.length) kept.push(Buffer.from(chunk.subarray(from)));
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      "inputUnreadable",
      `"${file.path}" ${describeProblem(error)}.`,
      "Copy it again, or replay the log again.",
    );
  }
  if (kept.length > 0) yield { number: number + 1, bytes: Buffer.concat(kept) };
}
