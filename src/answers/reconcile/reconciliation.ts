import type { FinalConversation } from "../../models/final-conversation";
import { isTouched, type Gap } from "../../models/gap";
import { latestIn, type PlatformConversation } from "../../models/platform-detail";
import { describePosition } from "../../models/position";
import { gapsOf, isInPartition } from "../../models/gap-spans";
import { CAUSES, type CauseName } from "./causes";
import { conversationDifference, differenceOf, type Difference, type Place } from "./difference";
import { attributeDifferences } from "./attributes";
import { fetchAgain, type FetchAgain } from "./fetch-again";
import { LoneSessions } from "./lone-sessions";
import { isDifference, type NumberPair, type PairStatus } from "./pairs";
import { NOT_COMPARED } from "./rules";
import { pairSessions, queueOf, type SessionPair } from "./sessions";
import type { ConversationPair, Coverage, ExportCoverage, KeptOutRecord } from "./subject";
import { byMetric, noCounts, Tally, type TallyRow } from "./tally";
import { UnstatedMetrics } from "./unstated-metrics";

/** By what two sides are compared. */
export interface ReconcileOptions {
  readonly toleranceMs: number;
  /** The numbers of ours that the platform has by the same name. */
  readonly compared: ReadonlySet<string>;
  readonly log: Coverage;
  readonly export: ExportCoverage;
  /** The gaps of the log, if any are known. */
  readonly gaps?: readonly Gap[];
  /** The local day of an instant, such as 2026-03-02. */
  readonly dayOf: (at: number) => string;
}

/** Numbers that one side has and that are not compared. */
export interface NotCompared {
  readonly metric: string;
  readonly why: string;
  readonly ours: number;
  readonly platform: number;
}

/** How our numbers and the platform's compare. */
export interface Reconciliation {
  readonly conversations: Readonly<Record<"both" | "missing" | "extra", number>>;
  readonly numbers: Readonly<Record<PairStatus, number>>;
  /** How many numbers differ for each cause; those without one are unexplained. */
  readonly causes: readonly { readonly cause: CauseName; readonly numbers: number }[];
  readonly unexplained: number;
  readonly metrics: readonly TallyRow[];
  readonly rows: readonly TallyRow[];
  readonly differences: readonly Difference[];
  readonly fetchAgain: readonly FetchAgain[];
  readonly notCompared: readonly NotCompared[];
}

/** Compares conversation by conversation. It holds the counts, and each difference. */
export class ReconciliationBuilder {
  private readonly tally = new Tally();
  private readonly counts = noCounts();
  private readonly conversations = { both: 0, missing: 0, extra: 0 };
  private readonly differences: Difference[] = [];
  private readonly unstated = new UnstatedMetrics();
  private readonly lone = new LoneSessions();
  private readonly left = new Map<string, { ours: number; platform: number }>();

  constructor(private readonly options: ReconcileOptions) {}

  /** Takes a conversation as the two sides have it; one of them may not. */
  take(
    ours: FinalConversation | undefined,
    platform: PlatformConversation | undefined,
    keptOut: readonly KeptOutRecord[] = [],
  ): void {
    const { compared, toleranceMs, log, export: exported, gaps = [] } = this.options;
    const isCompared = (name: string) => compared.has(name) && !NOT_COMPARED.has(name);
    const sessions = pairSessions(ours, platform, { toleranceMs, isCompared });
    const touching = gapsOfPair(ours, platform, gaps);
    const conversation = { ours, platform, sessions, keptOut, log, export: exported, toleranceMs, gaps: touching };
    this.conversations[platform === undefined ? "extra" : ours === undefined ? "missing" : "both"] += 1;
    for (const { name } of ours?.measurements ?? []) if (!isCompared(name)) this.leaveOut(name, "ours");
    for (const { numbers } of platform?.sessions ?? [])
      for (const { name } of numbers) if (!isCompared(name)) this.leaveOut(name, "platform");
    for (const session of sessions) for (const pair of session.pairs) this.count(pair, session);
    this.lone.take(conversation);
    if (ours === undefined || platform === undefined) this.takeAlone(conversation);
    else this.takeBoth(conversation);
  }

  finish(): Reconciliation {
    const rows = this.tally.rows();
    const all = [...this.differences, ...this.unstated.differences()];
    const differences = all.map((one) => this.lone.explained(one));
    const numbersOf = (cause: CauseName | null) =>
      differences.filter((one) => one.cause === cause).reduce((sum, { numbers }) => sum + numbers, 0);
    return {
      conversations: this.conversations,
      numbers: this.counts,
      causes: CAUSES.map((cause) => ({ cause, numbers: numbersOf(cause) })).filter(({ numbers }) => numbers > 0),
      unexplained: numbersOf(null),
      metrics: byMetric(rows),
      rows,
      differences,
      fetchAgain: fetchAgain(differences),
      notCompared: [...this.left].map(([metric, counts]) => ({ metric, why: whyNot(metric, this.options), ...counts })),
    };
  }

  private takeAlone(conversation: ConversationPair): void {
    const numbers = conversation.sessions.reduce((sum, { pairs }) => sum + pairs.length, 0);
    const { ours, platform } = conversation;
    const start = platform?.startAt ?? Math.min(...(ours?.views ?? []).map(({ startTime }) => Date.parse(startTime)));
    const place = { ...this.placeOf(conversation, undefined, undefined), day: this.dayAt(start) };
    this.differences.push(conversationDifference(conversation, place, Math.max(1, numbers)));
  }

  private takeBoth(conversation: ConversationPair): void {
    for (const session of conversation.sessions) {
      for (const pair of session.pairs) {
        if (!isDifference(pair)) continue;
        const place = this.placeOf(conversation, session, (pair.platform ?? pair.ours)?.at);
        const subject = { pair, session, conversation };
        const difference = differenceOf(subject, place);
        if (!this.unstated.take(difference, subject)) this.differences.push(difference);
      }
      for (const { status, place, difference } of this.attributesOf(conversation, session)) {
        this.counts[status] += 1;
        const { metric, day, queue } = place;
        this.tally.add({ day: day ?? "", queue, metric, status, ours: 1, platform: 1 });
        if (difference !== undefined) this.differences.push(difference);
      }
    }
  }

  private attributesOf(conversation: ConversationPair, session: SessionPair) {
    return attributeDifferences(session, conversation).map(({ metric, ours, platform, explained }) => {
      const at = Math.max(...session.sessions.flatMap(({ numbers }) => numbers.map((one) => one.at)));
      const place = { ...this.placeOf(conversation, session, at), metric };
      if (ours === platform) return { status: "matched" as const, place, difference: undefined };
      const difference: Difference = {
        ...place,
        status: "different",
        numbers: 1,
        ours: { value: ours, at: null },
        platform: { value: platform, at: null },
        ...explained,
        records: [],
      };
      return { status: "different" as const, place, difference };
    });
  }

  private count({ name, status, ours, platform }: NumberPair, session: SessionPair): void {
    const at = (platform ?? ours)?.at;
    this.counts[status] += 1;
    const [own, other] = [ours?.value ?? 0, platform?.value ?? 0];
    const where = { day: this.dayAt(at) ?? "", queue: queueOf(session), metric: name };
    this.tally.add({ ...where, status, ours: own, platform: other });
  }

  private placeOf(
    { ours, platform }: ConversationPair,
    session: SessionPair | undefined,
    at: number | undefined,
  ): Place {
    return {
      conversationId: platform?.id ?? ours?.id ?? "",
      participantId: session?.participantId ?? null,
      sessionId: session?.sessionId ?? null,
      mediaType: session?.mediaType ?? null,
      queue: session === undefined ? null : queueOf(session),
      day: this.dayAt(at),
      exportedAt: platform === undefined ? null : describePosition(platform.position),
    };
  }

  private dayAt(at: number | undefined): string | null {
    return at === undefined || !Number.isFinite(at) ? null : this.options.dayOf(at);
  }

  private leaveOut(metric: string, side: "ours" | "platform"): void {
    const counts = this.left.get(metric) ?? { ours: 0, platform: 0 };
    counts[side] += 1;
    this.left.set(metric, counts);
  }
}

function whyNot(metric: string, { compared }: ReconcileOptions): string {
  return NOT_COMPARED.get(metric) ?? (compared.has(metric) ? "" : "one side alone has it");
}

/** The gaps in which a conversation went on, by what either side knows of it. */
function gapsOfPair(
  ours: FinalConversation | undefined,
  platform: PlatformConversation | undefined,
  gaps: readonly Gap[],
): readonly Gap[] {
  if (gaps.length === 0) return gaps;
  const own = new Set(ours === undefined ? [] : gapsOf(ours, gaps));
  const from = platform?.startAt ?? -Infinity;
  const to = (platform && latestIn(platform)) ?? Infinity;
  const isIn = ours === undefined ? () => true : isInPartition(ours);
  return gaps.filter((gap) => own.has(gap) || (platform !== undefined && isTouched(gap, from, to) && isIn(gap)));
}
