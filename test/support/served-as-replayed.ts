import path from "node:path";

import type { Kafka, KafkaMessage } from "kafkajs";

import { convofold } from "./cli";
import { readLines, readTopic } from "./kafka";

const OF_EMISSION = ["revision", "asOf"];

/**
 * Holds what stands in the output topics of a service at last to what a replay of its recorded input comes to, without what says when it was
 * emitted.
 */
export async function expectServedAsReplayed(
  kafka: Kafka,
  prefix: string,
  folder: string,
  log: string,
  without: readonly string[] = OF_EMISSION,
): Promise<void> {
  const out = path.join(folder, "out");
  expect((await convofold(["replay", log, "--out", out, "--force", "-q"])).code).toBe(0);
  for (const name of ["measurements", "deadlines", "conversations"]) {
    const served = (await readTopic(kafka, `${prefix}.${name}`)).map(parse);
    const replayed = readLines(path.join(out, `${name}.ndjson`));
    expect(finals(served, without)).toEqual(finals(replayed, without));
  }
}

/** What stands of each id at last, without some members. */
function finals(records: readonly Record<string, unknown>[], without: readonly string[]): Map<unknown, unknown> {
  const last = new Map(records.map((record) => [record["id"], record]));
  const standing = [...last].filter(([, { retracted, status }]) => retracted !== true && status !== "pending");
  return new Map(
    standing.map(([id, record]) => [
      id,
      JSON.parse(JSON.stringify(record), (key, value: unknown) => (without.includes(key) ? undefined : value)),
    ]),
  );
}

const parse = ({ value }: KafkaMessage) => JSON.parse(value?.toString() ?? "null") as Record<string, unknown>;
