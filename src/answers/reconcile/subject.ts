import type { FinalConversation } from "../../models/final-conversation";
import type { Gap } from "../../models/gap";
import { oncePer } from "../../models/memo";
import { isConnectedSegment } from "../../models/platform-segment";
import type { PlatformConversation } from "../../models/platform-detail";
import type { Position } from "../../models/position";
import { instantIn } from "../../models/life";
import type { NumberPair } from "./pairs";
import { viewsOf, type SessionPair } from "./sessions";

/** What a log or an export covers, in epoch ms; undefined where that is not known. */
export interface Coverage {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** What an export covers: when its conversations began, and its latest instant. */
export interface ExportCoverage extends Coverage {
  readonly until: number | undefined;
  /** When the first and the last of its numbers became final. */
  readonly numbersFrom?: number | undefined;
  readonly numbersTo?: number | undefined;
  /** The names of all numbers that it states; undefined where that is not known. */
  readonly metrics?: ReadonlySet<string>;
}

/** Whether a number of this name stands anywhere in an export; so where that is not known. */
export function isStated(name: string, { metrics }: ExportCoverage): boolean {
  return metrics === undefined || metrics.has(name);
}

/** A record of a conversation that was not folded. */
export interface KeptOutRecord {
  readonly position: Position;
  readonly outcome: "late" | "rejected";
}

/** A conversation as both sides have it, with all that its differences are explained from. */
export interface ConversationPair {
  readonly ours: FinalConversation | undefined;
  readonly platform: PlatformConversation | undefined;
  readonly sessions: readonly SessionPair[];
  readonly keptOut: readonly KeptOutRecord[];
  readonly log: Coverage;
  readonly export: ExportCoverage;
  readonly toleranceMs: number;
  /** The gaps of the log in which records of it may be missing. */
  readonly gaps: readonly Gap[];
}

/** A number that is to be explained, and where it stands. */
export interface Subject {
  readonly pair: NumberPair;
  readonly session: SessionPair;
  readonly conversation: ConversationPair;
}

/** An instant as both sides have it. */
export interface SharedInstant {
  readonly ours: number | undefined;
  readonly platform: number | undefined;
}

/** When a communication was connected, and when it ended. */
export interface SessionBounds {
  readonly connect: SharedInstant;
  readonly end: SharedInstant;
}

/** When a communication was connected, and when it ended, by both sides; not known where it stands for several. */
export const boundsOf = oncePer((session: SessionPair): SessionBounds => {
  const views = viewsOf(session);
  const [view] = views.length === 1 ? views : [];
  const life = session.sessions.length === 1 ? (session.sessions[0]?.segments ?? []) : [];
  const connected = life.find(({ type }) => isConnectedSegment(type));
  const ends = life.filter(({ type }) => type !== "wrapup").flatMap(({ endAt }) => endAt ?? []);
  return {
    connect: { ours: instantIn(view?.connectedTime), platform: connected?.startAt },
    end: { ours: instantIn(view?.endTime), platform: ends.length === 0 ? undefined : ends.reduce(later) },
  };
});

const later = (one: number, other: number) => Math.max(one, other);

/** How much later the platform's instant is than ours, in ms; undefined where one is not known. */
export function laterBy({ ours, platform }: SharedInstant): number | undefined {
  return ours === undefined || platform === undefined ? undefined : platform - ours;
}

/** How much later an instant is, in ms, as sentences have it; below 0 it is earlier. */
export function laterOrEarlier(byMs: number): string {
  return `${String(Math.abs(byMs))} ms ${byMs > 0 ? "later" : "earlier"}`;
}

/** An instant as sentences have it. */
export function spelled(at: number): string {
  return new Date(at).toISOString();
}
