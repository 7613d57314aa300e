import { createSecureContext } from "node:tls";

import { NO_NAMES } from "../app/board/no-names";
import type { BoardOptions } from "../app/board/serve-board";
import { readSecret } from "../app/serve/access";
import { AppError } from "../models/app-error";
import type { BoardArguments } from "./board-options";
import { namesOf } from "./names-option";

/** The options of a board, but for its policy and address. */
export async function boardOptionsOf(
  options: BoardArguments,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<
  Pick<BoardOptions, "names" | "windowMs" | "serviceLevelTarget" | "token" | "isForAll" | "tls" | "trustedProxies">
> {
  return {
    names: (await namesOf(options.names)) ?? NO_NAMES,
    windowMs: options.window,
    serviceLevelTarget: options.serviceLevel / 100,
    token: tokenOf(environment),
    isForAll: !options.authentication,
    tls: tlsOf(options),
    trustedProxies: options.trustedProxies ?? [],
  };
}

function tlsOf({ tlsCert, tlsKey }: BoardArguments): BoardOptions["tls"] {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new AppError("wrongUse", "TLS needs a certificate and its key.", "Give both --tls-cert and --tls-key.");
  const [cert, key] = [readSecret(tlsCert), readSecret(tlsKey)];
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const { message } = error as Error;
    throw new AppError(
      "wrongUse",
      `"${tlsCert}" and "${tlsKey}" make no TLS: ${message}.`,
      "Both are to be PEM files.",
    );
  }
  return { cert, key };
}

const TOKEN_LENGTH_LEAST = 16;

function tokenOf(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const { CONVOFOLD_TOKEN: given, CONVOFOLD_TOKEN_FILE: file } = environment;
  const token = file === undefined ? given : readSecret(file).trim();
  if (token !== undefined && token.length < TOKEN_LENGTH_LEAST) {
    throw new AppError(
      "wrongUse",
      `The token has ${token.length} characters, and needs ${TOKEN_LENGTH_LEAST}.`,
      "Make one: openssl rand -hex 24",
    );
  }
  return token;
}
