import type { AnomalyCounts } from "../../models/anomaly";
import type { ParticipantState } from "../../models/communication";
import type { AcceptedRecord } from "../../models/accepted-record";
import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import type { ConversationTimeline, NewsIsland } from "../../models/timeline";
import { layOutConversation } from "../../reducers/conversation";
import { sumAnomalies } from "./anomalies";
import { areLongEnded } from "./lifecycle-end";
import { History, type Placement } from "./history";
import { LaidOut } from "./laid-out";
import type { LifecycleValue, MarkedLifecycle } from "./marked-lifecycle";
import { addActivity, pauseOf } from "../time/activity";
import type { EngineContext } from "./context";
import type { SavedLifecycle } from "./saved-history";

const NO_ACTIVITY: readonly NewsIsland[] = [];

/**
 * A conversation from its first record until it is forgotten: it owes nothing, and was quiet for so long that its eviction
 * record is gone too. A record after that opens a further lifecycle, which knows nothing of it. Instants alone decide where one
 * ends: so it makes no difference what is still in memory.
 */
export class Lifecycle {
  private readonly history: History;
  private readonly laidOut = new LaidOut();
  private activity = NO_ACTIVITY;
  private cached: ConversationTimeline | undefined;
  private settled: boolean | undefined;
  private longEnded: boolean | undefined;
  private pastBound = false;

  /** An empty lifecycle. */
  constructor(
    private readonly conversationId: string,
    private policy: Policy,
    context: EngineContext,
  ) {
    this.history = new History(context);
  }

  /** Goes by another policy: what was laid out by the one before is laid out anew. */
  goBy(policy: Policy): void {
    this.laidOut.clear();
    [this.policy, this.cached] = [policy, undefined];
  }

  firstAt(): Instant {
    return this.activity[0]?.from ?? Infinity;
  }

  lastAt(): Instant {
    return this.activity[this.activity.length - 1]?.to ?? -Infinity;
  }

  place(record: AcceptedRecord): Placement {
    const placement = this.history.place(record);
    if (placement !== "repeated") this.longEnded = undefined;
    const before = this.activity;
    this.activity = addActivity(before, record.at, pauseOf(this.policy));
    if (placement === "changed") {
      this.cached = undefined;
      this.settled = undefined;
    } else if (this.cached !== undefined && this.activity !== before)
      this.cached = { ...this.cached, news: this.activity };
    const isNewIsland = this.activity.length !== before.length;
    return placement === "unchanged" && isNewIsland ? "changed" : placement;
  }

  /** Whether its states take long to ask for: records out of order are to be folded in first. */
  isStale(): boolean {
    return this.history.isStale();
  }

  /** Folds in what came out of order. */
  catchUp(): void {
    this.history.catchUp();
  }

  seal(horizon: Instant): number {
    return this.history.seal(horizon);
  }

  /** How many of its records are kept apart. */
  recordCount(): number {
    return this.history.count;
  }

  sealBeyond(records: number): number {
    return this.history.sealBeyond(records);
  }

  /** Notes that it is past its bound; false where it was before. */
  passBound(): boolean {
    if (this.pastBound) return false;
    this.pastBound = true;
    this.cached = undefined;
    return true;
  }

  /** Keeps as little as it can go on from. Nothing earlier than its last activity may come after that. */
  compact(): void {
    this.isSettled();
    this.history.compact();
  }

  /** Everything has ended and no after-call work is owed. */
  isSettled(): boolean {
    return (this.settled ??= this.history.tracks().areSettled());
  }

  /**
   * It was first seen wholly ended, its last end further back than the lateness: history that was measured when it
   * happened, or never will be. Nothing is emitted of it.
   */
  isLongEnded(): boolean {
    return (this.longEnded ??=
      !this.history.tracks().isAnySeenAlive() &&
      areLongEnded(this.participants(), this.firstAt() - this.policy.latenessMs));
  }

  /** Hibernates: releases what follows from its records; it is derived again when it is asked for. */
  hibernate(): void {
    this.isSettled();
    this.history.hibernate();
    this.laidOut.clear();
    this.cached = undefined;
  }

  /** Its value while it hibernates; undefined where there is more to it. */
  value(): LifecycleValue | undefined {
    const records = this.history.packedRecords();
    const isOneIsland =
      this.activity.length === 1 && this.firstAt() === records?.firstAt && this.lastAt() === records.lastAt;
    return isOneIsland && !this.pastBound ? { records, isSettled: this.isSettled() } : undefined;
  }

  /** Becomes what another came down to. */
  takeValue({ records, isSettled }: LifecycleValue): void {
    this.history.takeRecords(records);
    this.activity = [{ from: records.firstAt, to: records.lastAt }];
    this.settled = isSettled;
  }

  /** Gives back its memory; nothing can be asked of it any more. */
  release(): void {
    this.history.release();
  }

  timeline(): ConversationTimeline {
    return (this.cached ??= this.layOutAll());
  }

  participants(): readonly ParticipantState[] {
    return this.history.tracks().all();
  }

  records(): readonly AcceptedRecord[] {
    return this.history.records();
  }

  anomalies(): AnomalyCounts {
    return sumAnomalies(this.timeline(), this.participants());
  }

  save(): SavedLifecycle {
    const { activity, pastBound } = this;
    return { news: activity, settled: this.isSettled(), ...(pastBound && { pastBound }), history: this.history.save() };
  }

  load({ news: activity, settled, pastBound = false, history }: SavedLifecycle): void {
    this.pastBound = pastBound;
    this.activity = activity;
    this.settled = settled;
    this.history.load(history);
  }

  mark(): MarkedLifecycle {
    const { activity, settled, pastBound } = this;
    return { news: activity, settled, pastBound, history: this.history.mark() };
  }

  /** Becomes what was marked; for one that is empty. */
  takeMark({ news: activity, settled, pastBound, history }: MarkedLifecycle): void {
    this.pastBound = pastBound;
    this.activity = activity;
    this.settled = settled;
    this.history.takeMark(history);
  }

  private layOutAll(): ConversationTimeline {
    const communications = this.laidOut.renew(this.participants(), this.policy);
    const timeline = layOutConversation(this.conversationId, communications, this.activity);
    return this.pastBound ? { ...timeline, isPastBound: true } : timeline;
  }
}
