import type { Admin } from "kafkajs";

import { ConfigResourceTypes } from "./patched-client";

type Configured = Pick<Admin, "describeConfigs">;

/** A setting of a topic; undefined where the broker does not say. */
export async function settingOf(admin: Configured, topic: string, name: string): Promise<string | undefined> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: [name] }],
  });
  return resources[0]?.configEntries.find(({ configName }) => configName === name)?.configValue;
}

/** How long a topic keeps records, in ms by their own timestamps; undefined where for ever. */
export async function retentionOf(admin: Configured, topic: string): Promise<number | undefined> {
  const policy = await settingOf(admin, topic, "cleanup.policy");
  const retention = Number((await settingOf(admin, topic, "retention.ms")) ?? -1);
  return policy === "compact" || retention < 0 ? undefined : retention;
}
