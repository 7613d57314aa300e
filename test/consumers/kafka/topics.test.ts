import { ConfigResourceTypes, type Admin, type ITopicConfig } from "kafkajs";

import { prepareTopics, usualViewsMs } from "../../../src/consumers/kafka/topics";
import { nameTopics } from "../../../src/consumers/live/port/topic-names";

const DAY_MS = 86_400_000;
const NAMES = nameTopics("in", "p");

type Settings = Readonly<Record<string, string>>;

/** A cluster that knows topics by their settings, each of one partition. */
function clusterOf(there: ReadonlyMap<string, Settings>) {
  const topics = new Map(there);
  const admin = {
    listTopics: async () => Promise.resolve([...topics.keys()]),
    fetchTopicMetadata: async ({ topics: asked }: { readonly topics: readonly string[] }) =>
      Promise.resolve({ topics: asked.map((name) => ({ name, partitions: [{ leader: 1 }] })) }),
    createTopics: async ({ topics: made }: { readonly topics: readonly ITopicConfig[] }) => {
      for (const { topic, configEntries = [] } of made)
        topics.set(topic, Object.fromEntries(configEntries.map(({ name, value }) => [name, value])));
      return Promise.resolve(true);
    },
    describeConfigs: async ({ resources }: { readonly resources: readonly { readonly name: string }[] }) => {
      const settings = Object.entries(topics.get(resources[0]?.name ?? "") ?? {});
      const configEntries = settings.map(([configName, configValue]) => ({ configName, configValue }));
      return Promise.resolve({ resources: [{ resourceType: ConfigResourceTypes.TOPIC, configEntries }] });
    },
  };
  return { admin: admin as unknown as Admin, topics };
}

async function prepare(views: Settings | undefined, sweepMs = 90 * DAY_MS) {
  const { admin, topics } = clusterOf(
    new Map([["in", {}] as const, ...(views === undefined ? [] : [["p.conversations", views] as const])]),
  );
  const warned: (object | undefined)[] = [];
  const warn = (_: string, details?: object) => void warned.push(details);
  const log = { info: () => undefined, warn, error: warn };
  await prepareTopics(admin, NAMES, { mayStampOnArrival: false, viewsMs: usualViewsMs(sweepMs), sweepMs, log });
  return { settings: topics.get("p.conversations"), warned };
}

describe("the topic of the views", () => {
  it("is made so that a view goes by age, a month after the latest at which its conversation is swept", async () => {
    const { settings } = await prepare(undefined);
    expect(settings).toMatchObject({ "cleanup.policy": "compact,delete", "retention.ms": String(120 * DAY_MS) });
  });

  it("may be one that keeps every last view, with a word of how to bound it", async () => {
    const { warned } = await prepare({ "cleanup.policy": "compact", "retention.ms": "1" });
    const advice = expect.stringContaining("cleanup.policy=[compact,delete],retention.ms=10368000000") as string;
    expect(warned).toEqual([{ topic: "p.conversations", advice }]);
    const bounded = await prepare({ "cleanup.policy": "compact,delete", "retention.ms": String(91 * DAY_MS) });
    expect(bounded.warned).toEqual([]);
  });

  it.each([
    ["keeps every view there ever was", { "cleanup.policy": "delete", "retention.ms": "-1" }],
    ["forgets conversations before they are swept", { "cleanup.policy": "compact,delete", "retention.ms": "86400000" }],
  ])("is refused where it %s", async (said, settings) => {
    await expect(prepare(settings)).rejects.toMatchObject({
      code: "topicWrong",
      message: expect.stringContaining(said) as string,
    });
  });
});
