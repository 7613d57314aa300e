import { InvalidArgumentError, type Command } from "commander";

import { formatSpan, parseSpan } from "../app/duration";
import { formatInstant, parseInstant } from "../models/instant";

/** Parsers of option values. Each throws what commander shows beside the option's name. */

export function spanOption(text: string): number {
  const ms = parseSpan(text);
  if (ms === undefined || ms < 0) throw new InvalidArgumentError("A span such as 20s, 5m, 24h or 100d is wanted.");
  return ms;
}

export function countOption(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("A whole number from 0 is wanted.");
  return value;
}

export function positiveOption(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value <= 0) throw new InvalidArgumentError("A whole number from 1 is wanted.");
  return value;
}

const THREADS_MAX = 128;

/** How many threads are started: each takes some 16 MB, and far more than there are cores help nobody. */
export function threadsOption(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0 && value <= THREADS_MAX) return value;
  throw new InvalidArgumentError(`A whole number from 1 to ${String(THREADS_MAX)} is wanted.`);
}

export function percentOption(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 100)) throw new InvalidArgumentError("A percentage from 0 to 100 is wanted.");
  return value;
}

export function instantOption(text: string): number {
  const instant = parseInstant(text);
  if (instant === undefined) throw new InvalidArgumentError("An instant such as 2026-03-02T18:00:00Z is wanted.");
  return instant;
}

/** Lets the help show spans and instants that stand where nothing is given as people write them, not as milliseconds. */
export function spellDefaults(command: Command): void {
  for (const option of command.options) {
    const { defaultValue, parseArg } = option as { defaultValue?: unknown; parseArg?: unknown };
    // Of what may be repeated, nothing is no default to speak of.
    if (Array.isArray(defaultValue) && defaultValue.length === 0) option.defaultValueDescription = "none";
    if (typeof defaultValue !== "number") continue;
    if (parseArg === spanOption) option.defaultValueDescription = formatSpan(defaultValue);
    if (parseArg === instantOption) option.defaultValueDescription = formatInstant(defaultValue);
  }
}
