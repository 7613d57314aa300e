import type { Random } from "./random";

/** Somebody who works in the centre. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** What the simulated centre is made of. No person in it is real. */
export interface Centre {
  readonly queueIds: readonly string[];
  readonly users: readonly Person[];
  readonly wrapupCodes: readonly string[];
  readonly timeoutCode: string;
}

/** How long a callback waits for its owner before the platform gives it up. */
export const OWNER_WINDOW_MS = 24 * 3_600_000;

/** Waits that end below this length are short abandons. */
export const SHORT_ABANDON_MS = 5_000;

/** A centre with its queues, people and wrap-up codes. */
export function createCentre(random: Random): Centre {
  const list = <Item>(length: number, make: (index: number) => Item) =>
    Array.from({ length }, (_, index) => make(index));
  return {
    queueIds: list(24, () => random.uuid()),
    users: list(400, (index) => ({ id: random.uuid(), name: `Agent ${String(index + 1)}` })),
    wrapupCodes: list(20, () => random.uuid()),
    timeoutCode: random.uuid(),
  };
}
