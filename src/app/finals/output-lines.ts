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

/**
 * The lines of a file of outputs, gzip, zstd or plain, in batches as they are read: a generator for each of a hundred million lines would
 * take longer than the lines do. `count` follows how many there were. Throws `AppError` where it cannot be read to its end.
 */
export async function* outputLines(
  file: InputFile,
  onBytes: (bytes: number) => void,
  count = { lines: 0 },
): AsyncGenerator<Iterable<OutputLine>> {
  const splitter = new LineSplitter();
  try {
    for await (const chunk of openLog(file, onBytes)) yield linesOf(splitter, chunk, count);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      "inputUnreadable",
      `"${file.path}" ${describeProblem(error)}.`,
      "Copy it again, or replay the log again.",
    );
  }
  const bytes = splitter.rest();
  if (bytes === undefined) return;
  count.lines += 1;
  yield [{ number: count.lines, bytes }];
}

function* linesOf(splitter: LineSplitter, chunk: Buffer, count: { lines: number }): Generator<OutputLine> {
  for (const line of splitter.take(chunk)) {
    count.lines += 1;
    const bytes = withoutNewline(line);
    if (bytes.length > 0) yield { number: count.lines, bytes };
  }
}
