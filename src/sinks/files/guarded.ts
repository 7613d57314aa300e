import { AppError } from "../../models/app-error";

/** Does something with an output; what the file system refuses becomes an `AppError` that says what to do. */
export function guarded<Result>(output: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw outputFailure(output, error) ?? error;
  }
}

/** What the file system refused of an output, as an `AppError` that says what to do; undefined for any other error. */
export function outputFailure(output: string, error: unknown): AppError | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof AppError || code === undefined) return undefined;
  if (code === "EPIPE") return new AppError("outputClosed", `Whoever reads "${output}" has left.`, "");
  return new AppError(
    "outputUnwritable",
    `The output "${output}" cannot be written (${code}).`,
    adviceFor(output, code),
  );
}

/** Whether a file lies in a folder that a command makes for itself, in the place for temporary files. */
const isTemporary = (output: string) => /[/\\]convofold-[a-z]+-\w{6}([/\\]|$)/.test(output);

function adviceFor(output: string, code: string): string {
  if (code === "EFBIG") return "Files may not become as large there (ulimit -f): raise that, or write elsewhere.";
  if (code === "ENOTDIR") return "A part of that path is a file and not a folder: write elsewhere.";
  const place = isTemporary(output) ? ", or set TMPDIR to another place," : "";
  if (code === "ENOSPC" || code === "EDQUOT") return `Free some space${place} and run again.`;
  return isTemporary(output)
    ? "Set TMPDIR to a place that may be written."
    : "Write to another place, or mend the permissions of this one.";
}
