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
  return new AppError("outputUnwritable", `The output "${output}" cannot be written (${code}).`, adviceFor(code));
}

function adviceFor(code: string): string {
  const isFull = ["ENOSPC", "EDQUOT", "EFBIG"].includes(code);
  return isFull ? "Free some space and run again." : "Choose another --out, or mend its permissions.";
}
