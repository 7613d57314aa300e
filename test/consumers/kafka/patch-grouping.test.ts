import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { groupMessages } from "../../../src/consumers/kafka/patch-grouping";

const ROOT = path.join(__dirname, "../../..");

const usual = jest.requireActual<typeof groupMessages>("kafkajs/src/producer/groupMessagesPerPartition");

describe("grouping messages by partition", () => {
  it("gives what the client's own function gives", () => {
    const messages = Array.from({ length: 200 }, (_, index) => ({ partition: (index * 7) % 5, value: String(index) }));
    const options = {
      topic: "t",
      partitionMetadata: [{}],
      messages,
      partitioner: ({ message }: { readonly message: { readonly partition: number } }) => message.partition,
    };
    expect(groupMessages(options)).toEqual(usual(options));
    expect(Object.keys(groupMessages(options))).toEqual(["0", "1", "2", "3", "4"]);
    expect(groupMessages({ ...options, partitionMetadata: [] })).toEqual(usual({ ...options, partitionMetadata: [] }));
  });

  /** What a command loads: the part of what is put together in which the client is made. */
  const bundled = () => {
    const folder = path.join(ROOT, "dist/bundle");
    const files = readdirSync(folder).filter((name) => name.endsWith(".js"));
    const file = files.find((name) =>
      readFileSync(path.join(folder, name), "utf8").includes("groupMessagesPerPartition"),
    );
    return `./dist/bundle/${file ?? ""}`;
  };

  it.each([
    ["the modules", () => "./dist/consumers/kafka/client.js"],
    ["what a command loads", bundled],
  ])("is what the client takes hold of in %s", (_name, file) => {
    const script = `
      require(${JSON.stringify(file())});
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
    expect(execFileSync(process.execPath, ["-e", script], { cwd: ROOT }).toString()).toBe("ours");
  });
});
