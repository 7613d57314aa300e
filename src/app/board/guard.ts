import { isIP } from "node:net";

import { AppError } from "../../models/app-error";

/** Whether only this machine reaches an address. */
export function isLocal(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** Throws `AppError` where others reach a board that asks for no token, and nobody said that this is meant. */
export function refuseUnguarded({
  host,
  token,
  isForAll,
}: {
  readonly host: string;
  readonly token: string | undefined;
  readonly isForAll: boolean;
}): void {
  if (isLocal(host) || token !== undefined || isForAll) return;
  throw new AppError(
    "wrongUse",
    `${host} can be reached from other machines, and no token is set.`,
    "Set CONVOFOLD_TOKEN_FILE (or CONVOFOLD_TOKEN), or say --no-authentication.",
  );
}
