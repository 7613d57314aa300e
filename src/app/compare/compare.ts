import { ComparisonBuilder, type Comparison, type ConversationSides } from "../../answers/compare/comparison";
import { reasonOf } from "../../answers/compare/reasons";
import { intervalsIn, type IntervalLength } from "../../calendars/intervals";
import type { Zone } from "../../calendars/zone";
import { gapsOf } from "../../models/gap-spans";
import { spellGap, toGapRecord, type Gap } from "../../models/gap";
import type { GapRecord } from "../../models/gap-record";
import { formatInstant } from "../../models/instant";
import type { FinalConversation } from "../../models/final-conversation";
import { compareText } from "../../models/position";
import type { Policy } from "../../models/policy";
import { formatSpan } from "../duration";
import type { Finals } from "../finals/open-finals";
import { partOf } from "../finals/divide-outputs";
import { ownVersion } from "../own-version";
import { timeZoneData } from "../time-zone-data";
import { definitionReason, madeByManifest, whatIsApart, type MadeBy } from "./made-by";

/** One side of a comparison. */
export interface CompareSide {
  readonly name: string;
  readonly finals: Finals;
  /** Under which policy a log is folded; undefined for outputs. */
  readonly policy: Policy | undefined;
}

/** What has to be known of a comparison to read it. */
export interface CompareManifest {
  readonly type: "comparison";
  readonly schemaVersion: 1;
  readonly product: string;
  readonly a: string;
  readonly b: string;
  /** What is known to differ between the two but their numbers. */
  readonly apart: string;
  readonly interval: IntervalLength;
  readonly zone: string;
  readonly timeZoneData: string;
  /** The gaps in the data of each side, where any are known. */
  readonly gaps?: Readonly<Record<"a" | "b", readonly GapRecord[]>>;
}

/** A comparison with what it was made of. */
export interface CompareReport extends Comparison {
  readonly manifest: CompareManifest;
}

/**
 * Compares final records of two sides. Both are read a part of the conversations at a time: in memory are those of one part, the
 * counts, and each change. Throws `AppError` where something cannot be read.
 */
export async function compare(
  a: CompareSide,
  b: CompareSide,
  { interval, zone }: { readonly interval: IntervalLength; readonly zone: Zone },
): Promise<CompareReport> {
  const [madeA, madeB] = await Promise.all([madeBy(a), madeBy(b)]);
  const policies = a.policy && b.policy && { a: a.policy, b: b.policy, formatSpan };
  const apart = policies ? "both were folded now, each under its policy" : whatIsApart(madeA, madeB);
  const [gapsOfA, gapsOfB] = [a.finals.gaps, b.finals.gaps];
  const gapReason = (pair: ConversationSides) =>
    describeGaps("A", pair.a ?? pair.b, gapsOfA) ?? describeGaps("B", pair.b ?? pair.a, gapsOfB);
  const builder = new ComparisonBuilder({
    intervals: intervalsIn(zone, interval),
    format: zone.format,
    reasonOf: (change, pair) =>
      policies
        ? (reasonOf(change, policies) ?? gapReason(pair) ?? UNEXPLAINED)
        : (gapReason(pair) ?? definitionReason(change, madeA, madeB) ?? apart),
  });
  const parts = Math.max(a.finals.parts, b.finals.parts);
  const reading = { partsMin: parts };
  const [ofA, ofB] = [a.finals.conversations(reading), b.finals.conversations(reading)];
  try {
    await merge(ofA, ofB, parts, builder);
  } finally {
    await Promise.all([ofA.return(undefined), ofB.return(undefined)]);
  }
  const manifest: CompareManifest = {
    type: "comparison",
    schemaVersion: 1,
    product: `convofold ${ownVersion()}`,
    ...{ a: a.name, b: b.name, apart, interval, zone: zone.name },
    timeZoneData: timeZoneData(),
    ...(gapsOfA.length + gapsOfB.length > 0 && { gaps: { a: gapsOfA.map(toGapRecord), b: gapsOfB.map(toGapRecord) } }),
  };
  return { manifest, ...builder.finish() };
}

/** What folds is loaded only where a side is a log. */
async function madeBy({ name, policy }: CompareSide): Promise<MadeBy | string> {
  if (policy === undefined) return madeByManifest(name);
  const { madeNow } = await import("./made-now.js");
  return madeNow(policy);
}

/** Lays conversations side by side; both come by part, and within a part by id. */
async function merge(
  ofA: AsyncGenerator<FinalConversation>,
  ofB: AsyncGenerator<FinalConversation>,
  parts: number,
  builder: ComparisonBuilder,
): Promise<void> {
  let [a, b] = [await nextOf(ofA), await nextOf(ofB)];
  while (a !== undefined || b !== undefined) {
    const order = a === undefined ? 1 : b === undefined ? -1 : compareIds(a.id, b.id, parts);
    builder.take(order <= 0 ? a : undefined, order >= 0 ? b : undefined);
    if (order <= 0) a = await nextOf(ofA);
    if (order >= 0) b = await nextOf(ofB);
  }
}

async function nextOf(conversations: AsyncGenerator<FinalConversation>): Promise<FinalConversation | undefined> {
  const next = await conversations.next();
  return next.done === true ? undefined : next.value;
}

function compareIds(a: string, b: string, parts: number): number {
  return partOf(a, parts) - partOf(b, parts) || compareText(a, b);
}

/** What is said of a change that the policies do not explain. */
const UNEXPLAINED = "no field of the policies says why: the logs differ, or it follows from another change";

/** The first gap of a side that may have touched a conversation, which that side or the other has. */
function describeGaps(side: string, of: FinalConversation | undefined, gaps: readonly Gap[]): string | undefined {
  const [gap] = of === undefined ? [] : gapsOf(of, gaps);
  return gap && `records of ${side} may be missing ${spellGap(gap, formatInstant)}`;
}
