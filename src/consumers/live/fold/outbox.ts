import type { Outputs } from "../../../engine/ports";
import type { Fault } from "../../../models/fault";
import type { DeadlineRecord } from "../../../models/deadline";
import type { MeasurementRecord } from "../../../models/measurement";
import { recordBytes } from "../../../models/record-text";
import type { Rejection } from "../../../models/rejection";
import { toDeadLetter } from "../records/dead-letter";
import type { GapMarks, NumberRecord } from "../gaps/gap-marks";
import type { LogRecord, Outgoing } from "../port/port";
import type { ConversationRecord } from "../../../models/view";
import type { TopicNames } from "../port/topic-names";

/** Whoever counts what is emitted. */
export interface OutputListener {
  /** A number that is emitted for the first time. */
  readonly onMeasured: (record: MeasurementRecord) => void;
  /** One that was emitted before, and is now another or none. */
  readonly onCorrected: (record: MeasurementRecord) => void;
  readonly onDeadline: (record: DeadlineRecord) => void;
  readonly onRejected: (rejection: Rejection) => void;
  /** A fault of our own in the work on a record or a conversation. */
  readonly onFault: (fault: Fault) => void;
}

/** Gathers what the engine emits as messages for the output topics. */
export class Outbox implements Outputs {
  /** What is folded again after a restore was emitted before. */
  isMuted = false;
  private messages: (Outgoing | ConversationRecord)[] = [];
  private numbers: NumberRecord[] = [];
  /** The last views of conversations that were evicted. */
  private evicted = new Map<string, ConversationRecord>();
  private sources = new Map<number, LogRecord>();
  /** What was sent to the dead letters: a message of many records goes there once for what is the same of all. */
  private letters = new Set<string>();

  constructor(
    private readonly topics: TopicNames,
    private readonly listener: OutputListener,
  ) {}

  measurement(...[record, before]: Parameters<Outputs["measurement"]>): void {
    if (!this.isMuted && before === undefined) this.listener.onMeasured(record);
    else if (!this.isMuted) this.listener.onCorrected(record);
    if (!this.isMuted) this.numbers.push(record);
  }

  deadline(...[record]: Parameters<Outputs["deadline"]>): void {
    if (this.isMuted) return;
    this.listener.onDeadline(record);
    this.numbers.push(record);
  }

  conversation(...[record]: Parameters<Outputs["conversation"]>): void {
    if (this.isMuted) return;
    this.messages.push(record);
    // Of one that was taken back nothing is left to be marked.
    if (record.retracted === true) this.evicted.delete(record.id);
    else this.evicted.set(record.id, record);
  }

  rejection(rejection: Rejection): void {
    const { position } = rejection;
    const source = "offset" in position ? this.sources.get(position.offset) : undefined;
    if (this.isMuted || source === undefined) return;
    this.listener.onRejected(rejection);
    const letter = `${source.offset} ${rejection.reason} ${rejection.path ?? ""}`;
    if (this.letters.has(letter)) return;
    this.letters.add(letter);
    this.messages.push(toDeadLetter(this.topics.rejects, rejection, source));
  }

  fault(fault: Fault): void {
    if (!this.isMuted) this.listener.onFault(fault);
  }

  /** Begins with the messages of a batch: a rejection sends the message that it is of. */
  begin(messages: readonly LogRecord[]): void {
    this.sources = new Map(messages.map((message) => [Number(message.offset), message]));
  }

  /** What was gathered since the last time, marked with the gaps in the input that are known by now. */
  take(marks: Pick<GapMarks, "ofBatch" | "ofLastView">): Outgoing[] {
    const numbers = marks.ofBatch(this.numbers, this.evicted).map((record) => numberMessage(this.topics, record));
    const others = this.messages.map((one) => ("topic" in one ? one : viewMessage(this.topics, marks.ofLastView(one))));
    const messages = [...numbers, ...others];
    this.messages = [];
    this.numbers = [];
    this.evicted = new Map();
    this.sources = new Map();
    this.letters = new Set();
    return messages;
  }
}

/** A view as a message. */
export function viewMessage(topics: TopicNames, view: ConversationRecord): Outgoing {
  return { topic: topics.conversations, key: view.id, value: Buffer.from(JSON.stringify(view)) };
}

/** A number or deadline as a message for the topic of its kind. */
export function numberMessage(topics: TopicNames, record: NumberRecord): Outgoing {
  const topic = record.type === "measurement" ? topics.measurements : topics.deadlines;
  return { topic, key: record.conversationId, value: recordBytes(record) };
}
