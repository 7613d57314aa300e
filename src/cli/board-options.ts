import type { Command } from "commander";

import { addressesOption } from "./addresses-option";
import { percentOption, spanOption } from "./options";

/** What a board takes, wherever its news come from. */
export interface BoardArguments {
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
