import { findLog, STANDARD_INPUT, type InputFile } from "../consumers/files/inputs";
import type { KafkaAccess } from "../consumers/kafka/client";
import type { Log } from "../consumers/live/port/log";
import { withCluster } from "../consumers/kafka/cluster";
import { PLAYED_HEADERS } from "../consumers/live/records/played";
import { Publisher } from "../consumers/kafka/publisher";
import { AppError } from "../models/app-error";
import { createLogReading, type LogReading } from "./log-reading";
import { PlayPace } from "./play-pace";
import { latestTimestamp, readPublications } from "./publications";
import type { ReplayProgress } from "./replay-options";

/** What to publish, where to, and how fast. */
export interface PublishOptions {
  readonly logs: readonly string[];
  readonly access: KafkaAccess;
  readonly topic: string;
  /** How many partitions the topic is made with where it is not there. */
  readonly partitions: number;
  /** How many times as fast as it was recorded; Infinity for as fast as it goes. */
  readonly speed: number;
  readonly recordBytesMax: number;
  /** Goes on with a log of which the topic has the beginning. */
  readonly resume: boolean;
  readonly log: Log;
  /** Asks it to stop: what was sent stays, and `resume` goes on behind it. */
  readonly stop: AbortSignal;
}

/** What was published. */
export interface Published {
  readonly records: number;
  /** How many of the log were there already. */
  readonly there: number;
  /** What the records are; news of a conversation counts as folded. */
  readonly reading: LogReading;
}

/** Publishes a recorded log to a topic: its records with their keys, timestamps and partitions, marked as played. */
export async function publishLog(
  options: PublishOptions,
  onProgress: (progress: ReplayProgress) => void,
): Promise<Published> {
  if (options.resume && options.logs.includes(STANDARD_INPUT))
    throw new AppError(
      "wrongUse",
      "Standard input cannot be resumed: it is read twice then.",
      "Name the files of the log.",
    );
  const { files, skipped: skippedFiles } = findLog(options.logs);
  const log = createLogReading();
  return withCluster(options.access, options.log, async (kafka, admin) => {
    const onAway = () => options.log.warn("waits for the brokers, for up to 15 minutes; Ctrl-C stops it");
    const { stop } = options;
    const publisher = new Publisher(kafka, admin, options.topic, options.speed !== Infinity, { stop, onAway });
    const pace = options.speed === Infinity ? undefined : new PlayPace(options.speed);
    let [records, there, isOver] = [0, 0, false];
    const onBytes = (bytesRead: number, bytesAll: number) => {
      if (pace === undefined) onProgress({ bytesRead, bytesAll: bytesAll < BYTES_ALL_LEAST ? 0 : bytesAll, records });
    };
    const onWait = () => {
      stop.throwIfAborted();
      onProgress({ bytesRead: 0, bytesAll: 0, records, played: pace?.played() });
    };
    try {
      if (options.resume) await lookWhatIsThere(publisher, files, options);
      if (pace !== undefined) lookForEnd(pace, files, options.recordBytesMax, () => isOver);
      for await (const publication of readPublications(files, options.recordBytesMax, log, onBytes)) {
        stop.throwIfAborted();
        if (records + there === 0) await publisher.open(options.partitions, publication.timestamp);
        if (publisher.has(publication)) there += 1;
        else {
          await pace?.wait(publication.timestamp, onWait);
          await publisher.publish({ ...publication, headers: PLAYED_HEADERS });
          records += 1;
        }
      }
      await publisher.end();
    } catch (error) {
      // Whatever else goes wrong meanwhile is no stop.
      if (error !== stop.reason) throw error;
      await endOf(publisher, stop);
    } finally {
      isOver = true;
      await publisher.disconnect();
    }
    return { records: publisher.sent(), there, reading: { ...log.reading(), skippedFiles } };
  });
}

/** Sends what waits as publishing is stopped; where the brokers are away it stays unsent. */
async function endOf(publisher: Publisher, stop: AbortSignal): Promise<void> {
  try {
    await publisher.end();
  } catch (error) {
    if (error !== stop.reason) throw error;
  }
}

/** Of a log that is smaller, all is read before much of it is sent: the bytes that were read say nothing of how far it is. */
const BYTES_ALL_LEAST = 8 << 20;

/** Looks in the background when a log ends that is being played. Where it cannot be read, whoever plays it says so. */
function lookForEnd(pace: PlayPace, files: readonly InputFile[], recordBytesMax: number, isOver: () => boolean): void {
  latestTimestamp(files, recordBytesMax, isOver).then(
    (latest) => latest !== undefined && pace.endsAt(latest),
    () => undefined,
  );
}

/** Looks at all of a log before anything is sent. Throws `AppError` where the topic has something else than its beginning. */
async function lookWhatIsThere(
  publisher: Publisher,
  files: readonly InputFile[],
  { partitions, recordBytesMax, stop }: PublishOptions,
): Promise<void> {
  let isOpen = false;
  for await (const publication of readPublications(files, recordBytesMax, createLogReading(), () => undefined)) {
    if (!isOpen) {
      await publisher.open(partitions, publication.timestamp);
      await publisher.resume();
      isOpen = true;
    }
    stop.throwIfAborted();
    publisher.has(publication);
  }
  publisher.startOver();
}
