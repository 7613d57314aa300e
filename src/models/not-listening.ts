import { AppError } from "./app-error";

const WORDS = new Map([
  ["EADDRINUSE", "is in use by another programme"],
  ["EADDRNOTAVAIL", "is no address of this machine"],
  ["EACCES", "may not be listened on by this user"],
]);

/** That an address cannot be listened on, in words, and what to do; `code` is what the system says. */
export function notListening(host: string, port: number, code = "unknown", advice = ""): AppError {
  const words = WORDS.get(code) ?? "cannot be listened on";
  return new AppError(
    "wrongUse",
    `${host}:${port} ${words} (${code}).`,
    `Choose another with --http HOST:PORT${advice}.`,
  );
}
