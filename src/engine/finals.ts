import type { Instant } from "../models/instant";
import type { DeadlineChange, MeasurementChange } from "./changes";
import type { Chapter } from "./chapter";
import type { Conversation } from "./conversation";
import { Derivation } from "./derivation";
import { toDeadlineEmission, toMeasurementEmission } from "./emissions";
import { EMITTED, type EmittedFinal } from "./emitted";
import type { Faults } from "./faults";
import type { FinalEmission } from "./ports";
import type { Told } from "./tellings";
import { viewConversation } from "./view";

/** What of an engine's emissions is this class's. */
export type Emitted = Pick<Told, "finals" | "superseded">;

/** What only the last emission of a conversation may say: it was swept without an end; nothing confirms the leap of its time. */
interface LastMarks {
  readonly isSwept?: boolean;
  readonly isSuspect?: boolean;
}

/** A conversation rests once it is settled and no record of it came for so long, by the stream time of its partition. */
const REST_MS = 30_000;

/**
 * Emits what stands of each conversation at once: when it rests, when it is evicted, and of those left, at the end of a run.
 * News of one that was emitted supersede all of that; so no line of a run says what no longer is.
 */
export class Finals {
  constructor(private readonly faults: Faults) {}

  /** The emission that news of a conversation would supersede; undefined where none was made. To be asked before they are placed. */
  standing(conversation: Conversation): FinalEmission | undefined {
    if (conversation.emitted === EMITTED.nothing) return undefined;
    // Only one that was evicted was emitted before it was settled.
    const marks = { isSwept: !conversation.latest().isSettled() };
    return this.emissionOf(conversation, this.standingOf(conversation, conversation.judgedAt), marks);
  }

  /**
   * Notes that a record changed a conversation, as of a stream time: what stood of it is superseded, and it is looked at again
   * once it may rest.
   */
  noteNews(conversation: Conversation, standing: FinalEmission | undefined, stream: Instant, told: Emitted): void {
    conversation.emitted = EMITTED.nothing;
    if (standing !== undefined) supersede(standing, told);
    const mayRest = conversation.chapters.isStale() || isSettled(conversation);
    conversation.dueAt = mayRest ? Math.max(conversation.lastAt(), stream) + REST_MS : Infinity;
  }

  /** Emits a conversation that is quiet, unless it goes on, or something of it may still become overdue. */
  rest(conversation: Conversation, asOf: Instant, told: Emitted): void {
    conversation.dueAt = Infinity;
    if (conversation.emitted !== EMITTED.nothing || !isSettled(conversation)) return;
    const standing = this.standingOf(conversation, conversation.asOf(asOf));
    if (standing.dueAt === Infinity) this.emit(conversation, standing, {}, told);
  }

  /** Emits what was not, as of an instant of its partition: it is evicted, or the run ends. */
  last(conversation: Conversation, asOf: Instant, marks: LastMarks, told: Emitted): void {
    if (conversation.emitted === this.markNow(conversation.id)) return;
    const standing = this.standing(conversation);
    if (standing !== undefined) {
      supersede(standing, told);
      conversation.revision += 1;
      conversation.emitted = EMITTED.nothing;
    }
    this.emit(conversation, this.standingOf(conversation, conversation.asOf(asOf)), marks, told);
  }

  /** Drops the first chapter, after it was emitted: that stands, whatever comes. */
  dropFirst(conversation: Conversation, asOf: Instant, told: Emitted): void {
    const standing = this.standing(conversation);
    if (standing !== undefined) supersede(standing, told);
    const [first] = conversation.allChapters();
    // A revision of its own, before and behind which others may be superseded.
    conversation.revision += 1;
    conversation.emitted = EMITTED.nothing;
    const until = conversation.asOf(asOf);
    const isSwept = first?.isSettled() === false;
    const emission = this.emissionOf(conversation, this.standingOf(conversation, until, first && [first]), { isSwept });
    conversation.dropFirst();
    const isLast = conversation.shown() === undefined;
    (told.finals ??= []).push(isLast ? emission : { ...emission, view: undefined, anomalies: {} });
    conversation.revision += 1;
    conversation.emitted = isLast ? EMITTED.whole : EMITTED.nothing;
    conversation.judgedAt = until;
  }

  private emit(conversation: Conversation, standing: Standing, marks: LastMarks, told: Emitted): void {
    (told.finals ??= []).push(this.emissionOf(conversation, standing, marks));
    conversation.emitted = this.markNow(conversation.id);
    conversation.judgedAt = standing.asOf;
  }

  private markNow(conversationId: string): EmittedFinal {
    return this.faults.has(conversationId) ? EMITTED.faulted : EMITTED.whole;
  }

  private emissionOf(
    conversation: Conversation,
    { measurements, deadlines, asOf }: Standing,
    marks: LastMarks,
  ): FinalEmission {
    const { id, revision, emitted } = conversation;
    const isFaulted = emitted === EMITTED.nothing ? this.faults.has(id) : emitted === EMITTED.faulted;
    return {
      conversationId: id,
      revision,
      measurements: measurements.map((change) => toMeasurementEmission(change, revision).record),
      deadlines: deadlines.map((change) => toDeadlineEmission(change, asOf).record),
      view: viewConversation(conversation, asOf, { ...marks, isFaulted }),
      anomalies: conversation.shown()?.anomalies() ?? {},
    };
  }

  /** What stands of the measurements and deadlines of some chapters, as of an instant. */
  private standingOf(
    conversation: Conversation,
    asOf: Instant,
    chapters: readonly Chapter[] = conversation.allChapters(),
  ): Standing {
    const { id, revision, policy } = conversation;
    const derivation = new Derivation(id, policy);
    const measurements: MeasurementChange[] = [];
    const deadlines: DeadlineChange[] = [];
    derivation.renew(chapters, measurements);
    const dueAt = derivation.judge(chapters, asOf, revision, deadlines);
    return { measurements, deadlines, asOf, dueAt };
  }
}

function isSettled(conversation: Conversation): boolean {
  return conversation.allChapters().every((chapter) => chapter.isSettled());
}

/** Takes back an emission. One that the same record caused is not emitted at all. */
function supersede(standing: FinalEmission, told: Emitted): void {
  const { conversationId, revision } = standing;
  const isIt = (other: FinalEmission) => other.conversationId === conversationId && other.revision === revision;
  const place = told.finals?.findLastIndex(isIt) ?? -1;
  if (place < 0) (told.superseded ??= []).push(standing);
  else told.finals?.splice(place, 1);
}

interface Standing {
  readonly measurements: readonly MeasurementChange[];
  readonly deadlines: readonly DeadlineChange[];
  readonly asOf: Instant;
  /** When something of it becomes overdue; Infinity where nothing is owed. */
  readonly dueAt: Instant;
}
