/** What is wrong with a file, in words. */
export function describeProblem(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "Z_BUF_ERROR" || /unexpected (?:end|eof)/i.test(message))
    return "breaks off: it was cut short while written or copied";
  if (code === "EACCES" || code === "EPERM") return "may not be read by this user";
  if (code?.startsWith("Z_") === true) return "is damaged: its compressed data are wrong";
  return `cannot be read (${code ?? message})`;
}
