import { AppError } from "../../models/app-error";

/** Does something with an output; what the file system refuses becomes an `AppError` that says what to do. */
export function guarded<Result>(output: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof AppError || code === undefined) throw error;
    if (code === "EPIPE") throw new AppError("outputClosed", `Whoever reads "${output}" has left.`, "");
    throw new AppError("outputUnwritable", `The output "${output}" cannot be written (${code}).`, adviceFor(code));
  }
}

function adviceFor(code: string): string {
  const isFull = ["ENOSPC", "EDQUOT", "EFBIG"].includes(code);
  return isFull ? "Free some space and run again." : "Choose another --out, or mend its permissions.";
}
