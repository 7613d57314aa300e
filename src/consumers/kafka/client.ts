import type { Kafka as Client, KafkaConfig, LogEntry, SASLOptions } from "kafkajs";

import type { Log } from "../live/port/log";
import { RepeatFilter } from "../live/port/repeats";
import { reasonIn, messageFor } from "./client-messages";
import { installCodecs } from "./codecs";
import { Kafka, logLevel } from "./patched-client";
import { patchClient } from "./client-patches";

/** How to reach a cluster. Secrets are read from the environment or files by whoever makes this, and are never logged. */
export interface KafkaAccess {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl: KafkaConfig["ssl"] | undefined;
  readonly sasl: SASLOptions | undefined;
}

/**
 * Retries that suit transactions one after the other: the broker answers CONCURRENT_TRANSACTIONS until the markers of the
 * last one are written, some milliseconds, and the usual first wait of 300 ms would be most of the time.
 */
export const FAST_RETRY = { initialRetryTime: 5, factor: 0.2, multiplier: 1.5, maxRetryTime: 250, retries: 25 };

/** Attempts follow each other four times a second, for each connection. */
const REPEAT_MS = 10_000;

/** A client of a cluster. */
export function createKafka(access: KafkaAccess, log: Log): Client {
  patchClient();
  installCodecs();
  const repeats = new RepeatFilter(REPEAT_MS);
  return new Kafka({
    clientId: access.clientId,
    brokers: [...access.brokers],
    ...(access.ssl !== undefined && { ssl: access.ssl }),
    ...(access.sasl !== undefined && { sasl: access.sasl }),
    connectionTimeout: 3000,
    requestTimeout: 10_000,
    enforceRequestTimeout: true,
    retry: FAST_RETRY,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => pass(entry, repeats, log),
  });
}

/**
 * What is retried as a matter of course, as where a topic has just been made, and what the recipe does knowingly: no news. That a
 * consumer ended is said by whoever runs it.
 */
const USUAL =
  /^Crash: |Response Metadata\b.*(?:does not host this topic-partition|There is no leader)|not the leader for that topic-partition|concurrent (?:transaction|operation)|rebalanc|coordinator is (?:loading|not available)|not the correct coordinator|default partitioner|Limiting retries|Restarting the consumer|trying another broker/i;

function pass({ namespace, log: { message, error } }: LogEntry, repeats: RepeatFilter, log: Log): void {
  const reason = typeof error === "string" ? error : undefined;
  const text = `${message} ${reason ?? ""}`;
  if (USUAL.test(text)) return;
  const keptBack = repeats.admit(`${namespace} ${text}`);
  if (keptBack === undefined) return;
  log.warn(messageFor(text), {
    error: reasonIn(message, reason),
    part: namespace,
    ...(keptBack > 0 && { repeated: keptBack }),
  });
}
