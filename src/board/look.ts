import type { BoardHealth, BoardSections } from "../models/board";
import { formatInstant } from "../models/instant";
import type { BoardSource } from "./source";
import type { BoardState } from "./state/board-state";

/** The targets of a board. */
export interface BoardTargets {
  readonly windowMs: number;
  readonly serviceLevelTarget: number;
}

/** What a board knows of the machine that it runs on. */
export interface Machine extends Pick<BoardHealth, "startedAt" | "rejectedAt" | "memoryBytes"> {
  /** Its clock, ISO-8601. */
  readonly at: string;
}

/** All that a board shows at this moment of its source. */
export function lookAt(
  state: BoardState,
  source: Pick<BoardSource, "clock" | "health">,
  targets: BoardTargets,
  { at, ...machine }: Machine,
): BoardSections {
  const { asOf, speed, source: kind } = source.clock();
  const counts = state.counts();
  return {
    clock: { at, asOf: asOf === undefined ? null : formatInstant(asOf), speed, source: kind, ...targets },
    ...state.tables(asOf ?? -Infinity),
    health: {
      ...source.health(),
      ...machine,
      rejections: counts.rejections,
      openConversations: counts.open,
      heldConversations: counts.known,
      gaps: [...state.gaps()],
    },
  };
}
