import path from "node:path";

import type { Kafka, KafkaMessage } from "kafkajs";

import { convofold } from "./cli";
import { readLines, readTopic } from "./kafka";

/** Holds what stands in the output topics of a service at last to what a replay of its recorded input comes to. */
export async function expectServedAsReplayed(kafka: Kafka, prefix: string, folder: string, log: string): Promise<void> {
  const out = path.join(folder, "out");
  expect((await convofold(["replay", log, "--out", out, "--force", "-q"])).code).toBe(0);
  for (const name of ["measurements", "deadlines", "conversations"]) {
    const served = (await readTopic(kafka, `${prefix}.${name}`)).map(parse);
    expect(finals(served)).toEqual(finals(readLines(path.join(out, `${name}.ndjson`))));
  }
}

/** What stands of each id at last, without what says when it was emitted. */
function finals(records: readonly Record<string, unknown>[]): Map<unknown, unknown> {
  const last = new Map(records.map((record) => [record["id"], record]));
  const standing = [...last].filter(([, { retracted, status }]) => retracted !== true && status !== "pending");
  return new Map(
    standing.map(([id, record]) => [
      id,
      JSON.parse(JSON.stringify(record), (key, value: unknown) =>
        ["revision", "asOf"].includes(key) ? undefined : value,
      ),
    ]),
  );
}

const parse = ({ value }: KafkaMessage) => JSON.parse(value?.toString() ?? "null") as Record<string, unknown>;
