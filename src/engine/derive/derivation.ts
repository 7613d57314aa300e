import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import type { CommunicationTimeline, ConversationTimeline } from "../../models/timeline";
import type { Lifecycle } from "../history/lifecycle";
import { overAt } from "../history/lifecycle-end";
import { matchMeasurements, type DeadlineChange, type MeasurementChange } from "./changes";
import { evaluateDeadlines, retraction } from "./evaluate";
import { evaluatePauses, emitPauses, type Pause } from "./stuck-pauses";
import { findIndexFrom } from "./keys";
import {
  deriveCommunication,
  idOf,
  isCurrent,
  prefixOf,
  type DerivedCommunication,
  type EmittedDeadline,
} from "./derived-communication";

/**
 * What is derived of a conversation, and what of it was emitted: one by one of its communications. Only what a record can
 * have changed is derived again.
 */
export class Derivation {
  private derived: DerivedCommunication[] = [];
  /** Where the communications of each lifecycle end. */
  private ends: number[] = [];
  private gone: readonly DerivedCommunication[] = NONE_DERIVED;
  private pauses: readonly Pause[] = [];
  /** Some of what is left has other ids now than those under which it was emitted. */
  private areIdsOthers = false;

  constructor(
    private readonly conversationId: string,
    private policy: Policy,
  ) {}

  /** Goes by another policy. What was emitted stands until it is derived again. */
  goBy(policy: Policy): void {
    this.policy = policy;
  }

  /** Derives again what changed, and adds how its measurements differ from what was emitted, to whom it concerns. */
  renew(lifecycles: readonly Lifecycle[], changes: MeasurementChange[] | undefined): void {
    const before = this.derived;
    const now: DerivedCommunication[] = [];
    const taken = new Set<string>();
    this.ends = [];
    let [kept, place] = [0, 0];
    for (const lifecycle of lifecycles) {
      const timeline = lifecycle.timeline();
      for (const communication of lifecycle.isLongEnded() ? [] : timeline.communications) {
        const index = findDerived(before, place, communication, lifecycles.length > 1 ? taken : NONE_TAKEN);
        const known = before[index];
        if (known !== undefined) [kept, place] = [kept + 1, index + 1];
        now.push(this.renewOne(known, communication, timeline, taken, changes));
      }
      this.ends.push(now.length);
    }
    this.derived = now;
    if (kept === before.length && !this.areIdsOthers) return;
    this.areIdsOthers = false;
    this.gone = before.filter(({ prefix }) => !taken.has(prefix));
    if (changes !== undefined) for (const one of this.gone) matchMeasurements(one, undefined, changes);
  }

  private renewOne(
    known: DerivedCommunication | undefined,
    communication: CommunicationTimeline,
    timeline: ConversationTimeline,
    taken: Set<string>,
    changes: MeasurementChange[] | undefined,
  ): DerivedCommunication {
    const knownPrefix = this.areIdsOthers ? undefined : known?.prefix;
    if (knownPrefix !== undefined) taken.add(knownPrefix);
    const prefix = knownPrefix ?? prefixOf(this.conversationId, communication, taken);
    const previous = known?.prefix === prefix ? known : this.derived.find((one) => one.prefix === prefix);
    if (known !== undefined && previous === known && isCurrent(known, communication, timeline)) return known;
    const one = deriveCommunication(communication, timeline, prefix, this.policy);
    if (changes !== undefined) matchMeasurements(previous, one, changes);
    if (previous !== undefined) inheritEmitted(previous, one);
    return one;
  }

  /** Evaluates deadlines as of an instant and adds what is to be emitted. Returns when to look again, if nothing comes. */
  evaluate(lifecycles: readonly Lifecycle[], asOf: Instant, revision: number, changes: DeadlineChange[]): Instant {
    const { settleMs } = this.policy;
    let next = Infinity;
    let index = 0;
    let now: Pause[] | undefined;
    for (let place = 0; place < lifecycles.length; place += 1) {
      const lifecycle = lifecycles[place];
      if (lifecycle === undefined) continue;
      const until = overAt(lifecycle, this.policy);
      const evaluatedAt = Math.min(asOf, until);
      for (const end = this.ends[place] ?? 0; index < end; index += 1) {
        const one = this.derived[index];
        if (one === undefined) continue;
        evaluateDeadlines(one, evaluatedAt, settleMs, revision, changes);
        if (one.validUntil < until) next = Math.min(next, one.validUntil);
      }
      const pauses = lifecycle.isLongEnded() ? [] : evaluatePauses(lifecycle.timeline(), this.policy, evaluatedAt);
      for (const pause of pauses) {
        const overdueFrom = pause.dueAt + settleMs;
        if (pause.status === "pending" && overdueFrom < until) next = Math.min(next, overdueFrom);
      }
      now = now === undefined ? pauses : [...now, ...pauses];
    }
    this.retractGone(revision, changes);
    this.pauses = emitPauses(this.pauses, now ?? [], this.conversationId, revision, changes);
    return next;
  }

  private retractGone(revision: number, changes: DeadlineChange[]): void {
    for (const one of this.gone) {
      for (const emitted of one.emitted) {
        if (emitted !== undefined) changes.push(retraction(one, emitted, revision, undefined));
      }
    }
    this.gone = NONE_DERIVED;
  }

  /** Takes what is derived as emitted, as of an instant: nothing has changed since it was. */
  assume(lifecycles: readonly Lifecycle[], asOf: Instant): void {
    this.renew(lifecycles, undefined);
    this.evaluate(lifecycles, asOf, 0, []);
  }

  /** The ids of deadlines that are pending, and were emitted as something else before. */
  emittedPending(): string[] {
    const ids = this.pauses.filter(({ status }) => status === "pending").map(({ id }) => id);
    for (const { prefix, emitted } of this.derived) {
      for (const one of emitted) if (one?.status === "pending") ids.push(idOf(prefix, one.kind, one.key));
    }
    return ids;
  }

  /** Takes some deadlines that are pending as emitted. */
  takeAsEmitted(lifecycles: readonly Lifecycle[], ids: readonly string[]): void {
    if (ids.length === 0) return;
    for (const { prefix, deadlines, emitted, subject } of this.derived) {
      for (const [index, { kind, key, value }] of deadlines.entries()) {
        const isEmitted = ids.includes(idOf(prefix, kind, key));
        if (isEmitted) emitted[index] ??= { kind, key, subject, status: "pending", value };
      }
    }
    const pending = lifecycles.flatMap((lifecycle) => evaluatePauses(lifecycle.timeline(), this.policy, -Infinity));
    this.pauses = [...this.pauses, ...pending.filter(({ id, status }) => status === "pending" && ids.includes(id))];
  }

  /**
   * The first lifecycle was evicted: what was emitted of it stands. `lifecycles` are those that are left. True where some of them take over
   * its ids, `k` in the place of `k~2`: then all is to be renewed and evaluated.
   */
  forgetDropped(lifecycles: readonly Lifecycle[]): boolean {
    const dropped = this.ends.shift() ?? 0;
    this.derived = this.derived.slice(dropped);
    this.ends = this.ends.map((end) => end - dropped);
    const kept = lifecycles.flatMap((lifecycle) => evaluatePauses(lifecycle.timeline(), this.policy, Infinity));
    this.pauses = this.pauses.filter(({ id }) => kept.some((other) => other.id === id));
    const prefixes = new Set<string>();
    for (const { communication, prefix } of this.derived) {
      if (prefixOf(this.conversationId, communication, prefixes) !== prefix) this.areIdsOthers = true;
    }
    return this.areIdsOthers;
  }
}

const NONE_DERIVED: readonly DerivedCommunication[] = [];
const NONE_TAKEN: ReadonlySet<string> = new Set();

/** Where what was derived of a communication lies: of the very same, from `place` on, else of its name and not taken; -1 where nowhere. */
function findDerived(
  all: readonly DerivedCommunication[],
  place: number,
  communication: CommunicationTimeline,
  taken: ReadonlySet<string>,
): number {
  if (all[place]?.communication === communication) return place;
  const index = findIndexFrom(all, place, (one) => one.communication === communication);
  if (index >= 0) return index;
  const { key } = communication;
  return all.findIndex((one) => one.communication.key === key && !taken.has(one.prefix));
}

/** Moves what was emitted of each deadline over to the deadline of the same name; what finds none is gone. */
function inheritEmitted(before: DerivedCommunication, now: DerivedCommunication): void {
  const gone: EmittedDeadline[] = [];
  let place = 0;
  const takeOver = (emitted: EmittedDeadline) => {
    const index = findIndexFrom(now.deadlines, place, ({ kind, key }) => kind === emitted.kind && key === emitted.key);
    if (index < 0) return gone.push(emitted);
    now.emitted[index] = emitted;
    return (place = index + 1);
  };
  before.gone.forEach(takeOver);
  for (const emitted of before.emitted) if (emitted !== undefined) takeOver(emitted);
  if (gone.length > 0) now.gone = gone;
}
