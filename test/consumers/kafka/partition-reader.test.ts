import type { KafkaMessage } from "kafkajs";

import { AppError } from "../../../src/models/app-error";
import { readPartition } from "../../../src/consumers/kafka/partition-reader";
import { fetchingClient } from "../../support/fetching-client";

const record = (offset: number) =>
  ({ offset: String(offset), key: Buffer.from("k"), value: null, batchContext: {} }) as unknown as KafkaMessage;

const refused = (name: string, retriable: boolean) => Object.assign(new Error("not authorized"), { name, retriable });

/** A client whose one broker gives answers one after the other, or fails with one. */
function clientOf(answers: readonly (readonly number[] | Error)[]) {
  const left = [...answers];
  return fetchingClient(
    () => 3,
    async () => {
      const answer = left.shift() ?? [];
      if (answer instanceof Error) throw answer;
      return Promise.resolve(answer.map(record));
    },
  );
}

async function readAll(answers: Parameters<typeof clientOf>[0]) {
  const { kafka, seen } = clientOf(answers);
  const offsets: number[] = [];
  await readPartition(kafka, { topic: "t", partition: 0, endsWhenEmpty: true }, ({ offset }) => {
    offsets.push(Number(offset));
    return "more";
  });
  return { offsets, ...seen };
}

describe("reading a partition without a group", () => {
  it("goes on where leaders change, and gives each record once", async () => {
    const moved = refused("KafkaJSProtocolError", true);
    expect(await readAll([[0, 1], moved, moved, [2]])).toEqual({ offsets: [0, 1, 2], fetches: 4, refreshed: 2 });
  });

  it("ends at once, with the reason, where the cluster refuses", async () => {
    await expect(readAll([[0], refused("KafkaJSProtocolError", false)])).rejects.toThrow("not authorized");
    await expect(readAll([refused("KafkaJSSASLAuthenticationError", false)])).rejects.toThrow("not authorized");
  });

  it("ends at once, with the reason, where a batch cannot be unpacked", async () => {
    const broken = new AppError("inputUnreadable", "The batch of t[0] at offset 1 cannot be unpacked", "Delete it.");
    await expect(readAll([[0], broken])).rejects.toBe(broken);
  });
});
