import { StreamTime } from "../engine/time/stream-time";
import type { Decoded } from "../models/decoded";
import type { Instant } from "../models/instant";
import { observedPhase } from "../models/phase";
import { RUN_FIELDS } from "../models/policy-fields";
import { createHistogram } from "./histogram";
import type { LatenessInspection } from "./inspection";

type Observed = Extract<Decoded, { readonly kind: "observations" }>;

/**
 * Finds a lateness with which a log loses no number. Three things need one: records that come behind the newest of their
 * partition; conversations that had ended when they were first seen; and pauses so long that what was over is forgotten.
 */
export class LatenessProposal {
  private readonly times = new Map<number, StreamTime>();
  /** The last instant of each conversation. */
  private readonly lastAt = new Map<string, Instant>();
  /** The participants of each conversation that were alive when they were last seen. */
  private readonly alive = new Map<string, Set<string>>();
  private readonly behind = createHistogram();
  private mostBehind = 0;
  private longestEnded = 0;
  private longestPause = 0;

  look(record: Observed, at: Instant): void {
    this.lookAtTime(record, at);
    const { conversationId } = record;
    const before = this.lastAt.get(conversationId);
    if (before === undefined) this.longestEnded = Math.max(this.longestEnded, at - endOf(record));
    else if (!this.alive.has(conversationId) || at - before > spanOf("sweep"))
      this.longestPause = Math.max(this.longestPause, at - before);
    this.noteAlive(record);
    this.lastAt.set(conversationId, Math.max(at, before ?? -Infinity));
  }

  result(): LatenessInspection {
    const { behind, mostBehind, longestEnded, longestPause } = this;
    const needed = Math.max(2 * mostBehind, longestEnded, longestPause - spanOf("markers"));
    return {
      behind: behind.count(),
      medianMs: behind.valueAt(0.5),
      p99Ms: behind.valueAt(0.99),
      mostMs: mostBehind,
      longestEndedMs: longestEnded,
      longestPauseMs: longestPause,
      proposed: proposalFor(needed),
    };
  }

  /** In doubt a participant counts as ended: the pause after it then asks for more lateness, never for less. */
  private noteAlive({ conversationId, bodies: bodies }: Observed): void {
    const alive = this.alive.get(conversationId) ?? new Set();
    for (const { participantId } of bodies) alive.delete(participantId);
    for (const { participantId, facts } of bodies) if (observedPhase(facts) !== "ended") alive.add(participantId);
    if (alive.size > 0) this.alive.set(conversationId, alive);
    else this.alive.delete(conversationId);
  }

  /** A leap is taken for confirmed as soon as it may be: time is then never further back than in a replay. */
  private lookAtTime(record: Observed, at: Instant): void {
    const partition = record.partition ?? -1;
    const time = this.times.get(partition) ?? new StreamTime(spanOf("leap"), () => undefined);
    this.times.set(partition, time);
    if (at < time.stream) {
      this.behind.add(time.stream - at);
      this.mostBehind = Math.max(this.mostBehind, time.stream - at);
    }
    time.move(record, at, true, () => true);
  }
}

/** The last end that a record names where it shows nothing but ends; Infinity where something goes on. */
function endOf({ bodies: bodies }: Observed): Instant {
  let last = -Infinity;
  for (const { facts } of bodies) {
    if (facts.endedAt === undefined) return Infinity;
    last = Math.max(last, facts.endedAt, facts.afterCallWorkEndedAt ?? -Infinity, facts.wrapupEndedAt ?? -Infinity);
  }
  return last > -Infinity ? last : Infinity;
}

function spanOf(name: "leap" | "markers" | "sweep"): number {
  return RUN_FIELDS.find((field) => field.name === name)?.defaultMs ?? 0;
}

const DAY = 86_400_000;

/** Spans that people choose: the first that is as long as needed is proposed. */
const PROPOSALS: readonly (readonly [number, string])[] = [
  [60_000, "1m"],
  [600_000, "10m"],
  [3_600_000, "1h"],
  [6 * 3_600_000, "6h"],
  [24 * 3_600_000, "24h"],
  [3 * DAY, "3d"],
  [7 * DAY, "7d"],
  [30 * DAY, "30d"],
  [100 * DAY, "100d"],
];
const DAYS_MAX = 400;

function proposalFor(neededMs: number): string {
  const found = PROPOSALS.find(([ms]) => ms >= neededMs);
  return found?.[1] ?? `${String(Math.min(DAYS_MAX, Math.ceil(neededMs / DAY)))}d`;
}
