import type { Admin, KafkaMessage } from "kafkajs";

import { readRecordsOf } from "../../../src/consumers/kafka/records-of";
import { fetchingClient } from "../../support/fetching-client";

const ID = "11111111-2222-4333-8444-555555555555";
const NINE = Date.UTC(2026, 2, 2, 9);

/** Records of conversations, which one broker gives at once; when, in seconds after nine. */
function clientOf(byTopic: Readonly<Record<string, readonly (readonly [seconds: number, id: string])[]>>) {
  const messagesIn = (topic: string) =>
    (byTopic[topic] ?? []).map(([seconds, id], offset) => {
      const value = Buffer.from(JSON.stringify({ id, participants: [], topicOf: topic }));
      const timestamp = String(NINE + seconds * 1000);
      return {
        offset: String(offset),
        key: Buffer.from(id),
        value,
        timestamp,
        batchContext: {},
      } as unknown as KafkaMessage;
    });
  const { kafka } = fetchingClient(
    ({ length }) => length,
    async ({ topics }) => Promise.resolve(messagesIn(topics[0]?.topic ?? "")),
  );
  const fetchTopicOffsetsByTimestamp = async () => Promise.resolve([{ partition: 0, offset: "0" }]);
  return { kafka, admin: { fetchTopicOffsetsByTimestamp } as unknown as Admin };
}

it("gives the records of a conversation, those of several topics in the order of their timestamps", async () => {
  const other = ID.replace("1", "9");
  const { kafka, admin } = clientOf({
    snapshots: [
      [0, ID],
      [5, other],
      [10, ID],
    ],
    details: [
      [1, ID],
      [10, ID],
      [11, ID],
    ],
  });
  const span = { partition: 0, conversationId: ID, fromAt: NINE, untilAt: NINE + 20_000 };
  const found = await readRecordsOf(kafka, admin, { ...span, topics: ["snapshots", "details"] });
  expect(found.map(({ document }) => (document as { readonly topicOf: string }).topicOf)).toEqual([
    "snapshots",
    "details",
    "snapshots",
    "details",
    "details",
  ]);
});
