import { describeProblem } from "../../consumers/files/describe-problem";
import type { InputFile } from "../../consumers/files/inputs";
import { openLog } from "../../consumers/files/open-log";
import { AppError } from "../../models/app-error";
import { LineSplitter, withoutNewline } from "../../sinks/files/line-splitter";

/** A line of a file, without its end; its bytes are only good until the next is asked for. */
export interface OutputLine {
  readonly number: number;
  readonly bytes: Buffer;
}

/** The lines of a file of outputs, gzip, zstd or plain. Throws `AppError` where it cannot be read to its end. */
export async function* outputLines(file: InputFile, onBytes: (bytes: number) => void): AsyncGenerator<OutputLine> {
  const splitter = new LineSplitter();
  let number = 0;
  try {
    for await (const chunk of openLog(file, onBytes)) {
      for (const line of splitter.take(chunk)) {
        number += 1;
        const bytes = withoutNewline(line);
        if (bytes.length > 0) yield { number, bytes };
      }
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      "inputUnreadable",
      `"${file.path}" ${describeProblem(error)}.`,
      "Copy it again, or replay the log again.",
    );
  }
  const bytes = splitter.rest();
  if (bytes !== undefined) yield { number: number + 1, bytes };
}
