import type { Admin, Kafka, Producer } from "kafkajs";

import { AppError } from "../../models/app-error";
import type { RejectionReason } from "../../models/rejection";
import { headerOf, originalHeaders, toRedrivenMark } from "../live/records/dead-letter";
import type { LogRecord, Outgoing } from "../live/port/port";
import type { TopicNames } from "../live/port/topic-names";
import { FAST_RETRY } from "./client";
import { toClientMessages } from "./log-records";
import { readTopic } from "./partition-reader";
import { cutIntoSends } from "./partition-writer";
import { refuseFleeting } from "./publisher";

/** Which dead letters are to be sent again. */
export interface RedriveChoice {
  /** Only those that were rejected for this; all where it is not said. */
  readonly reason: RejectionReason | undefined;
  /** Only those from here on, in epoch ms. */
  readonly since: number | undefined;
  /** Also those that were sent again before. */
  readonly again: boolean;
  /** Counts, and sends nothing. */
  readonly isDryRun: boolean;
}

/** What of the dead letters was sent again, or would be. */
export interface Redriven {
  readonly sent: number;
  /** How many were chosen, but sent again before. */
  readonly sentBefore: number;
  /** How many hold no bytes that could be sent. */
  readonly omitted: number;
  /** How many of those that are sent were rejected for what. */
  readonly byReason: ReadonlyMap<string, number>;
}

/** What goes into one transaction, at most. */
const [RECORDS_MAX, BYTES_MAX] = [500, 8 << 20];
const TRANSACTION_MS = 60_000;

/**
 * Sends the records of dead letters to the input again, each as it came, into its partition: once, though several things of it were
 * rejected, and however often this is called. A mark among the dead letters, written in the transaction of the record, says which were sent.
 * Throws `AppError` where the input would delete them at once.
 */
export async function redrive(kafka: Kafka, admin: Admin, names: TopicNames, choice: RedriveChoice): Promise<Redriven> {
  const sender = choice.isDryRun ? undefined : new Sender(kafka, names);
  try {
    // First: whoever else is sending writes no mark any more that is not seen here.
    await sender?.open();
    const { oldest, before } = await look(kafka, admin, names, choice);
    if (!choice.isDryRun) for (const topic of names.inputs) await refuseFleeting(admin, topic, oldest);
    return await sendChosen(kafka, admin, names, choice, before, sender);
  } finally {
    await sender?.close();
  }
}

async function sendChosen(
  kafka: Kafka,
  admin: Admin,
  names: TopicNames,
  choice: RedriveChoice,
  before: ReadonlySet<string>,
  sender: Sender | undefined,
): Promise<Redriven> {
  const taken = new Set<string>();
  const byReason = new Map<string, number>();
  let [sentBefore, omitted] = [0, 0];
  await readTopic(kafka, admin, names.rejects, async (partition, letter) => {
    if (!isChosen(letter, choice)) return undefined;
    const position = positionOf(letter);
    if (taken.has(position)) return undefined;
    taken.add(position);
    if (letter.value === null) omitted += 1;
    else if (before.has(position) && !choice.again) sentBefore += 1;
    else {
      const reason = headerOf(letter, "reason") ?? "unknown";
      byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
      return sender?.take(partition, letter);
    }
    return undefined;
  });
  await sender?.flush();
  const sent = [...byReason.values()].reduce((all, count) => all + count, 0);
  return { sent, sentBefore, omitted, byReason };
}

/** Sends records with their marks, a partition at a time. */
class Sender {
  private readonly producer: Producer;
  private pending: LogRecord[] = [];
  private bytes = 0;
  private partition = 0;

  constructor(
    kafka: Kafka,
    private readonly names: TopicNames,
  ) {
    this.producer = kafka.producer({
      transactionalId: `${names.rejects}.redrive`,
      idempotent: true,
      maxInFlightRequests: 1,
      transactionTimeout: TRANSACTION_MS,
      retry: FAST_RETRY,
    });
  }

  /** Keeps whoever opened one before from writing. */
  async open(): Promise<void> {
    await this.producer.connect();
    const transaction = await this.producer.transaction();
    await transaction.abort();
  }

  async take(partition: number, letter: LogRecord): Promise<void> {
    const isFull = this.pending.length >= RECORDS_MAX || this.bytes >= BYTES_MAX;
    if (partition !== this.partition || isFull) await this.flush();
    this.partition = partition;
    this.pending.push(letter);
    this.bytes += letter.value?.length ?? 0;
  }

  /** All that waits, with its marks, or nothing of it. */
  async flush(): Promise<void> {
    const { pending, partition, names } = this;
    this.pending = [];
    this.bytes = 0;
    if (pending.length === 0) return;
    const transaction = await this.producer.transaction();
    try {
      const marks = pending.map((letter) => toRedrivenMark(names.rejects, positionOf(letter)));
      for (const { topic, messages } of cutIntoSends([...pending.map((one) => recordOf(names, one)), ...marks])) {
        await transaction.send({ topic, acks: -1, messages: toClientMessages(messages, partition) });
      }
      await transaction.commit();
    } catch (error) {
      await transaction.abort().catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }
}

/** Looks before anything is sent: when the oldest of the records was made, which were sent again before, and whether each has a topic. */
async function look(kafka: Kafka, admin: Admin, names: TopicNames, choice: RedriveChoice) {
  let oldest = Infinity;
  const before = new Set<string>();
  await readTopic(kafka, admin, names.rejects, (_, letter) => {
    const redriven = headerOf(letter, "redriven");
    if (redriven !== undefined) before.add(redriven);
    else if (letter.value !== null && isChosen(letter, choice)) {
      inputOf(names, letter);
      oldest = Math.min(oldest, timestampOf(letter));
    }
  });
  return { oldest, before };
}

function isChosen(letter: LogRecord, { reason, since }: RedriveChoice): boolean {
  if (headerOf(letter, "redriven") !== undefined) return false;
  if (since !== undefined && letter.timestamp < since) return false;
  return reason === undefined || headerOf(letter, "reason") === reason;
}

/** The record that a dead letter is of, as it came, for the topic from which it came. */
function recordOf(names: TopicNames, letter: LogRecord): Outgoing & { readonly timestamp: string } {
  const { key, value } = letter;
  return {
    topic: inputOf(names, letter),
    key,
    value,
    timestamp: String(timestampOf(letter)),
    headers: originalHeaders(letter),
  };
}

/** The only input; of several the one that the letter names. Throws `AppError` where it is none of those. */
function inputOf({ inputs, rejects }: TopicNames, letter: LogRecord): string {
  const [only = ""] = inputs;
  if (inputs.length === 1) return only;
  const named = /^(.*)\/\d+\/\d+$/.exec(positionOf(letter))?.[1] ?? "";
  if (inputs.includes(named)) return named;
  throw new AppError(
    "wrongUse",
    `A letter in "${rejects}" is of the topic "${named}", which is none of ${inputs.map((input) => `"${input}"`).join(", ")}.`,
    "Name all topics of the input, each with --topic.",
  );
}

function positionOf(letter: LogRecord): string {
  return headerOf(letter, "position") ?? String(letter.offset);
}

function timestampOf(letter: LogRecord): number {
  return Number(headerOf(letter, "timestamp") ?? letter.timestamp);
}
