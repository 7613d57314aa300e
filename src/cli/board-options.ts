import { createSecureContext } from "node:tls";

import type { Command } from "commander";

import type { BoardOrder } from "../app/board/serve-board";
import { NO_NAMES, readNames } from "../app/board/names";
import { readSecret } from "../app/serve/access";
import { AppError } from "../models/app-error";
import { addressesOption, percentOption, spanOption } from "./options";

/** What a board takes, wherever its news come from. */
export interface BoardOptions {
  readonly names?: string;
  readonly window: number;
  readonly serviceLevel: number;
  readonly authentication: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly trustedProxies?: readonly string[];
}

const HALF_HOUR_MS = 1_800_000;

/** Adds the options of a board. */
export function addBoardOptions(command: Command): Command {
  return command
    .option("--names <file>", "names of queues, users and wrap-up codes, for the board: JSON or CSV")
    .option("--window <span>", "over how long before now the board takes its rates", spanOption, HALF_HOUR_MS)
    .option(
      "--service-level <percent>",
      "which share is to be answered within target, for the board",
      percentOption,
      80,
    )
    .option("--no-authentication", "let everybody look who can reach the board")
    .option("--tls-cert <file>", "the certificate, PEM, with which the board speaks TLS itself; needs --tls-key")
    .option("--tls-key <file>", "its private key, PEM")
    .option(
      "--trusted-proxies <addresses>",
      "proxies before the board, addresses or ranges with commas between: they say who asks, and whether by TLS",
      addressesOption,
    );
}

/** The order of a board, but for its policy and address. */
export function boardOrderOf(
  options: BoardOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Pick<BoardOrder, "names" | "windowMs" | "serviceLevelTarget" | "token" | "isForAll" | "tls" | "trustedProxies"> {
  return {
    names: options.names === undefined ? NO_NAMES : readNames(options.names),
    windowMs: options.window,
    serviceLevelTarget: options.serviceLevel / 100,
    token: tokenOf(environment),
    isForAll: !options.authentication,
    tls: tlsOf(options),
    trustedProxies: options.trustedProxies ?? [],
  };
}

function tlsOf({ tlsCert, tlsKey }: BoardOptions): BoardOrder["tls"] {
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
