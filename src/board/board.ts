import { BoardFeed } from "./feed";
import { lookAt, type BoardTargets } from "./look";
import type { BoardSource } from "./source";
import type { BoardState } from "./state/board-state";

/** How often clients are sent what changed: more than a person sees would only cost. */
export const TICK_MS = 500;

/** A board: what it shows, and how changes are sent. */
export interface Board {
  readonly state: BoardState;
  readonly feed: BoardFeed;
  readonly source: BoardSource;
  /** Looks what changed; calls whoever listens. */
  readonly tick: () => void;
  /** Calls back after each look; returns how to stop that. */
  readonly listen: (listener: () => void) => () => void;
}

/** A board of a source. Whoever makes it calls `tick`. */
export function createBoard(state: BoardState, source: BoardSource, targets: BoardTargets): Board {
  const feed = new BoardFeed();
  const listeners = new Set<() => void>();
  const startedAt = new Date().toISOString();
  const rejectedAt = createRiseWatch();

  function look(): void {
    const now = new Date();
    feed.update(
      lookAt(state, source, targets, {
        at: now.toISOString(),
        startedAt,
        rejectedAt: rejectedAt(state.counts().rejections, source.isReady(), now),
        // To the nearest 8 MiB: a change of every byte would be news at every look.
        memoryBytes: Math.round(process.memoryUsage.rss() / (8 << 20)) * (8 << 20),
      }),
    );
    for (const listener of listeners) listener();
  }

  return {
    state,
    feed,
    source,
    tick: look,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Tells when counts last rose; null before they did. What was there before a source was ready is no rise: a board that
 * begins reads what is old.
 */
export function createRiseWatch(): (
  counts: Readonly<Record<string, number>>,
  isReady: boolean,
  now: Date,
) => string | null {
  let before: number | undefined;
  let roseAt: string | null = null;
  return (counts, isReady, now) => {
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (before !== undefined && total > before) roseAt = now.toISOString();
    if (isReady) before = total;
    return roseAt;
  };
}
