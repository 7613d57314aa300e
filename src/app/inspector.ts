import { canonicalId } from "../decoding/spellings";
import type { Decoded } from "../models/decoded";
import { formatInstant, type Instant } from "../models/instant";
import type { Position } from "../models/position";
import { createHistogram } from "./histogram";
import type { Inspection } from "./inspect";
import { shapeOf, type LogShape } from "./log-shape";
import { tally, tallyFrom, type PartitionInspection } from "./partition-inspection";

const EXAMPLES_MAX = 3;
const UNKNOWN_MAX = 20;

/** Counts what a log is like, record by record. */
export class Inspector {
  private records = 0;
  private dated = 0;
  private undated = 0;
  private withTimestamp = 0;
  private from: Instant = Infinity;
  private to: Instant = -Infinity;
  private scattered = 0;
  private readonly results = new Map<string, number>();
  private readonly rejections = new Map<string, { records: number; readonly first: Position }>();
  private readonly shapes = { wrapping: counts(), envelope: counts(), body: counts(), spelling: counts() };
  private readonly media = counts();
  private readonly keys = { conversationId: 0, other: 0, none: 0 };
  private readonly unknown = counts();
  /** The partition of each conversation; -2 for those in several. */
  private readonly homes = new Map<string, number>();
  private readonly partitions = new Map<string, PartitionInspection>();
  private readonly newest = new Map<number, Instant>();
  private readonly behind = createHistogram();
  private mostBehind = 0;

  look(decoded: Decoded, raw: () => string): void {
    this.records += 1;
    const result = { observations: "news of a conversation", ignored: "ignored", rejected: "rejected" }[decoded.kind];
    count(this.results, decoded.kind === "ignored" ? `ignored (${decoded.what})` : result);
    this.lookAtPlace(decoded.position);
    if (decoded.kind !== "ignored") this.lookAtRejections(decoded);
    if (decoded.kind === "observations") this.lookAtNews(decoded, shapeOf(JSON.parse(raw())));
  }

  private lookAtRejections({ rejections }: Extract<Decoded, { readonly rejections: unknown }>): void {
    for (const { reason, position } of rejections) {
      const known = this.rejections.get(reason);
      if (known === undefined) this.rejections.set(reason, { records: 1, first: position });
      else known.records += 1;
    }
  }

  private lookAtPlace(position: Position): void {
    if ("file" in position) return;
    const name = `${position.topic ?? ""}/${String(position.partition)}`;
    const known = this.partitions.get(name);
    if (known === undefined) this.partitions.set(name, tallyFrom(position.topic, position.partition, position.offset));
    else tally(known, position.offset);
  }

  private lookAtNews(record: Extract<Decoded, { readonly kind: "observations" }>, shape: LogShape): void {
    for (const name of ["wrapping", "envelope", "body", "spelling"] as const) count(this.shapes[name], shape[name]);
    for (const { mediaType } of record.sightings) count(this.media, mediaType);
    for (const value of record.unknownValues) if (this.unknown.size < UNKNOWN_MAX) count(this.unknown, value);
    if (shape.hasTimestamp) this.withTimestamp += 1;
    const { key } = shape;
    const isOwn = canonicalId(key) === record.conversationId;
    this.keys[key === undefined ? "none" : isOwn ? "conversationId" : "other"] += 1;
    this.lookAtHome(record.conversationId, record.partition ?? -1);
    if (record.at === undefined) this.undated += 1;
    else this.lookAtInstant(record.at, record.partition ?? -1);
  }

  private lookAtHome(conversationId: string, partition: number): void {
    const home = this.homes.get(conversationId);
    if (home === undefined) this.homes.set(conversationId, partition);
    else if (home !== partition && home !== -2) {
      this.scattered += 1;
      this.homes.set(conversationId, -2);
    }
  }

  private lookAtInstant(at: Instant, partition: number): void {
    this.dated += 1;
    this.from = Math.min(this.from, at);
    this.to = Math.max(this.to, at);
    const newest = this.newest.get(partition) ?? -Infinity;
    if (at < newest) {
      this.behind.add(newest - at);
      this.mostBehind = Math.max(this.mostBehind, newest - at);
    } else this.newest.set(partition, at);
  }

  result(): Omit<Inspection, "files" | "damagedFiles" | "foreignFiles" | "skippedFiles" | "reading"> {
    const { dated, undated, withTimestamp, behind, mostBehind } = this;
    return {
      records: this.records,
      results: sorted(this.results),
      rejections: Object.fromEntries([...this.rejections].sort(([left], [right]) => (left < right ? -1 : 1))),
      shapes: {
        wrapping: sorted(this.shapes.wrapping),
        envelope: sorted(this.shapes.envelope),
        body: sorted(this.shapes.body),
        spelling: sorted(this.shapes.spelling),
      },
      media: sorted(this.media),
      conversations: this.homes.size,
      examples: [...this.homes.keys()].slice(0, EXAMPLES_MAX),
      span: dated === 0 ? undefined : { from: formatInstant(this.from), to: formatInstant(this.to) },
      instants: { dated, undated, withTimestamp },
      keys: this.keys,
      partitions: [...this.partitions.values()].sort((left, right) => left.partition - right.partition),
      scattered: this.scattered,
      lateness: {
        behind: behind.count(),
        medianMs: behind.valueAt(0.5),
        p99Ms: behind.valueAt(0.99),
        mostMs: mostBehind,
        proposed: proposeLateness(mostBehind),
      },
      unknownValues: sorted(this.unknown),
    };
  }
}

/** Spans that people choose, one of which is at least twice the most that was seen. */
const PROPOSALS: readonly (readonly [number, string])[] = [
  [60_000, "1m"],
  [600_000, "10m"],
  [3_600_000, "1h"],
  [6 * 3_600_000, "6h"],
  [24 * 3_600_000, "24h"],
  [3 * 86_400_000, "3d"],
  [7 * 86_400_000, "7d"],
  [30 * 86_400_000, "30d"],
  [100 * 86_400_000, "100d"],
];

function proposeLateness(mostMs: number): string {
  const found = PROPOSALS.find(([ms]) => ms >= 2 * mostMs);
  return found?.[1] ?? `${String(Math.ceil((2 * mostMs) / 86_400_000))}d`;
}

function counts(): Map<string, number> {
  return new Map();
}

function count(into: Map<string, number>, name: string): void {
  into.set(name, (into.get(name) ?? 0) + 1);
}

/** The most frequent first. */
function sorted(from: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...from].sort(([left, more], [right, less]) => less - more || (left < right ? -1 : 1)));
}
