import type { Instant } from "../../models/instant";
import type { Conversation } from "../store/conversation";
import { toDeadlineRecord, toMeasurementRecord } from "./emissions";
import { deadlinesOf } from "../derive/deadlines-of";
import { shownOf } from "../history/lifecycle-end";
import type { Lifecycle } from "../history/lifecycle";
import { EMITTED, type EmittedFinal } from "../store/emitted";
import type { Faults } from "../store/faults";
import type { FinalEmission, Stage } from "../ports";
import { compareText } from "../../models/position";
import { sortInPlace } from "../../models/sort";
import type { PendingEmissions, StagedFinal } from "./pending-outputs";
import { standingOf, type Standing } from "./standing";
import { viewConversation, type Viewed } from "./view";

/** What of an engine's emissions is this class's. */
export type Emitted = Pick<PendingEmissions, "finals" | "superseded">;

/** What only the last emission of a conversation may say: it was swept without an end; nothing confirms the leap of its time. */
interface LastMarks {
  readonly isSwept?: boolean;
  readonly isSuspect?: boolean;
}

/** A conversation is quiet once it is settled and no record of it came for so long, by the stream time of its partition. */
const QUIET_MS = 30_000;

/**
 * Emits what stands of each conversation at once: when it is quiet, when it is evicted, and of those left, at the end of a run.
 * A record of one that was emitted supersedes all of that; so no line of a run says what no longer is.
 */
export class Finals {
  constructor(
    private readonly faults: Faults,
    private readonly stage: Stage,
  ) {}

  /** The emission that a record of a conversation would supersede; undefined where none was made. To be asked before it is placed. */
  standing(conversation: Conversation): FinalEmission | undefined {
    if (conversation.emitted === EMITTED.nothing) return undefined;
    // Only one that was evicted was emitted before it was settled.
    const marks = { isSwept: !conversation.latest().isSettled() };
    return this.emissionOf(conversation, standingOf(conversation, conversation.evaluatedAt), marks);
  }

  /** Notes that a record changed a conversation, as of a stream time: it is looked at again once it may be quiet. */
  noteActivity(conversation: Conversation, stream: Instant): void {
    conversation.emitted = EMITTED.nothing;
    const mayBeQuiet = conversation.lifecycles.isStale() || isSettled(conversation);
    conversation.dueAt = mayBeQuiet ? Math.max(conversation.lastAt(), stream) + QUIET_MS : Infinity;
  }

  /** Emits a conversation that is quiet, unless it goes on, or something of it may still become overdue. */
  emitQuiet(conversation: Conversation, asOf: Instant, pending: Emitted): void {
    conversation.dueAt = Infinity;
    if (conversation.emitted !== EMITTED.nothing || !isSettled(conversation)) return;
    const standing = standingOf(conversation, conversation.asOf(asOf));
    if (standing.dueAt === Infinity) this.emit(conversation, standing, {}, pending);
  }

  /** Emits what was not, as of an instant of its partition: it is evicted, or the run ends. */
  last(conversation: Conversation, asOf: Instant, marks: LastMarks, pending: Emitted): void {
    if (conversation.emitted === this.markNow(conversation.id)) return;
    const standing = this.standing(conversation);
    if (standing !== undefined) {
      supersede(standing, pending);
      conversation.revision += 1;
      conversation.emitted = EMITTED.nothing;
    }
    this.emit(conversation, standingOf(conversation, conversation.asOf(asOf)), marks, pending);
  }

  /**
   * Drops the first lifecycle, after it was emitted: that stands, whatever comes. Its view, too: of what follows nothing may be
   * left to be shown, as further records may show that it had ended long before.
   */
  dropFirst(conversation: Conversation, asOf: Instant, pending: Emitted): void {
    const standing = this.standing(conversation);
    if (standing !== undefined) supersede(standing, pending);
    const [first] = conversation.allLifecycles();
    // A revision of its own, before and behind which others may be superseded.
    conversation.revision += 1;
    conversation.emitted = EMITTED.nothing;
    const until = conversation.asOf(asOf);
    const isSwept = first?.isSettled() === false;
    const dropped = first && [first];
    const emission = this.emissionOf(conversation, standingOf(conversation, until, dropped), { isSwept }, dropped);
    conversation.dropFirst();
    const isLast = conversation.shown() === undefined;
    this.push(emission, pending);
    conversation.revision += 1;
    conversation.emitted = isLast ? EMITTED.whole : EMITTED.nothing;
    conversation.evaluatedAt = until;
  }

  private emit(conversation: Conversation, standing: Standing, marks: LastMarks, pending: Emitted): void {
    this.push(this.emissionOf(conversation, standing, marks), pending);
    conversation.emitted = this.markNow(conversation.id);
    conversation.evaluatedAt = standing.asOf;
  }

  private push(emission: FinalEmission, pending: Emitted): void {
    const { conversationId, revision } = emission;
    (pending.finals ??= []).push({ conversationId, revision, emit: this.stage(emission) });
  }

  private markNow(conversationId: string): EmittedFinal {
    return this.faults.has(conversationId) ? EMITTED.faulted : EMITTED.whole;
  }

  private emissionOf(
    conversation: Conversation,
    { measurements, deadlines, asOf }: Standing,
    marks: LastMarks,
    lifecycles: readonly Lifecycle[] = conversation.allLifecycles(),
  ): FinalEmission {
    const { id, revision, emitted } = conversation;
    const isFaulted = emitted === EMITTED.nothing ? this.faults.has(id) : emitted === EMITTED.faulted;
    return {
      conversationId: id,
      revision,
      measurements: byId(measurements.map((change) => toMeasurementRecord(change, revision))),
      deadlines: byId(deadlines.map((change) => toDeadlineRecord(change, asOf))),
      view: viewConversation(viewedIn(conversation, lifecycles), asOf, { ...marks, isFaulted }),
      anomalies: shownOf(lifecycles)?.anomalies() ?? {},
    };
  }
}

/** What is to be viewed of a conversation, of some of its lifecycles alone. */
function viewedIn(conversation: Conversation, lifecycles: readonly Lifecycle[]): Viewed {
  const { id, revision, policy } = conversation;
  const deadlines = (asOf: Instant) => deadlinesOf(id, lifecycles, policy, conversation.asOf(asOf));
  return { id, revision, policy, deadlines, shown: () => shownOf(lifecycles) };
}

function byId<Record extends { readonly id: string }>(records: Record[]): Record[] {
  return sortInPlace(records, (left, right) => compareText(left.id, right.id));
}

function isSettled(conversation: Conversation): boolean {
  return conversation.allLifecycles().every((lifecycle) => lifecycle.isSettled());
}

/** Takes back what stood of a conversation. An emission that the same record caused is not emitted at all. */
export function supersede(standing: FinalEmission, pending: Emitted): void {
  const { conversationId, revision } = standing;
  const isIt = (other: StagedFinal) => other.conversationId === conversationId && other.revision === revision;
  const place = pending.finals?.findLastIndex(isIt) ?? -1;
  if (place < 0) (pending.superseded ??= []).push(standing);
  else pending.finals?.splice(place, 1);
}
