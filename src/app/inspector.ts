import { canonicalId } from "../decoding/spellings";
import type { Decoded } from "../models/decoded";
import { formatInstant, type Instant } from "../models/instant";
import type { Position } from "../models/position";
import type { Inspection } from "./inspection";
import { LatenessProposal } from "./lateness-proposal";
import { shapesOf, type LogShape } from "./log-shape";
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
  private readonly lateness = new LatenessProposal();
  /** The text that the last record was read from, the shapes of what it holds, and how many of them were looked at. */
  private text: (() => Buffer) | undefined;
  private shapesInText: readonly LogShape[] | undefined;
  private looked = 0;

  look(decoded: Decoded, raw: () => Buffer): void {
    this.records += 1;
    const result = { observations: "news of a conversation", ignored: "ignored", rejected: "rejected" }[decoded.kind];
    count(this.results, decoded.kind === "ignored" ? `ignored (${decoded.what})` : result);
    if ((decoded.position.item ?? 1) === 1) this.lookAtPlace(decoded.position);
    if (decoded.kind !== "ignored") this.lookAtRejections(decoded);
    if (raw !== this.text) {
      this.text = raw;
      this.shapesInText = undefined;
      this.looked = 0;
    }
    this.looked += 1;
    if (decoded.kind === "observations") this.lookAtObservations(decoded, raw);
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

  private lookAtObservations(record: Extract<Decoded, { readonly kind: "observations" }>, raw: () => Buffer): void {
    this.shapesInText ??= shapesOf(raw().toString());
    const shape = this.shapesInText[this.looked - 1];
    if (shape === undefined) throw new RangeError("a record has no shape");
    for (const name of ["wrapping", "envelope", "body", "spelling"] as const) count(this.shapes[name], shape[name]);
    for (const { mediaType } of record.bodies) count(this.media, mediaType);
    for (const value of record.unknownValues) if (this.unknown.size < UNKNOWN_MAX) count(this.unknown, value);
    if (shape.hasTimestamp) this.withTimestamp += 1;
    const { key } = shape;
    const isOwn = canonicalId(key) === record.conversationId;
    this.keys[key === undefined ? "none" : isOwn ? "conversationId" : "other"] += 1;
    this.lookAtHome(record.conversationId, record.partition ?? -1);
    if (record.at === undefined) this.undated += 1;
    else this.lookAtInstant(record, record.at);
  }

  private lookAtHome(conversationId: string, partition: number): void {
    const home = this.homes.get(conversationId);
    if (home === undefined) this.homes.set(conversationId, partition);
    else if (home !== partition && home !== -2) {
      this.scattered += 1;
      this.homes.set(conversationId, -2);
    }
  }

  private lookAtInstant(record: Extract<Decoded, { readonly kind: "observations" }>, at: Instant): void {
    this.dated += 1;
    this.from = Math.min(this.from, at);
    this.to = Math.max(this.to, at);
    this.lateness.look(record, at);
  }

  result(): Omit<Inspection, "files" | "damagedFiles" | "foreignFiles" | "skippedFiles" | "reading"> {
    const { dated, undated, withTimestamp } = this;
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
      lateness: this.lateness.result(),
      unknownValues: sorted(this.unknown),
    };
  }
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
