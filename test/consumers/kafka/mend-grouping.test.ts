import { execFileSync } from "node:child_process";
import path from "node:path";

import { groupMessages } from "../../../src/consumers/kafka/mend-grouping";

const usual = jest.requireActual<typeof groupMessages>("kafkajs/src/producer/groupMessagesPerPartition");

describe("grouping messages by partition", () => {
  it("gives what the client's own function gives", () => {
    const messages = Array.from({ length: 200 }, (_, index) => ({ partition: (index * 7) % 5, value: String(index) }));
    const order = {
      topic: "t",
      partitionMetadata: [{}],
      messages,
      partitioner: ({ message }: { readonly message: { readonly partition: number } }) => message.partition,
    };
    expect(groupMessages(order)).toEqual(usual(order));
    expect(Object.keys(groupMessages(order))).toEqual(["0", "1", "2", "3", "4"]);
    expect(groupMessages({ ...order, partitionMetadata: [] })).toEqual(usual({ ...order, partitionMetadata: [] }));
  });

  it("is what the client takes hold of", () => {
    const script = `
      require("./dist/consumers/kafka/client.js");
      const messages = [{ partition: 0 }];
      messages.reduce = () => { throw new Error("the usual way"); };
      const cluster = {
        addMultipleTargetTopics: async () => undefined,
        refreshMetadataIfNecessary: async () => undefined,
        findTopicPartitionMetadata: () => [{}],
        findLeaderForPartitions: () => ({}),
        isConnected: () => true,
      };
      const send = require("kafkajs/src/producer/sendMessages")({
        cluster,
        logger: console,
        partitioner: () => 0,
        retrier: (attempt) => attempt((error) => { throw error; }),
      });
      send({ topicMessages: [{ topic: "t", messages }] }).then(() => process.stdout.write("ours"));
    `;
    const cwd = path.join(__dirname, "../../..");
    expect(execFileSync(process.execPath, ["-e", script], { cwd }).toString()).toBe("ours");
  });
});
