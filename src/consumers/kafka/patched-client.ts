/* eslint-disable @typescript-eslint/no-require-imports -- the client is to be loaded after an inner module of it was mended */
import { patchGrouping } from "./patch-grouping";

/**
 * What is used of the client besides its types. Nothing else loads it: what it takes hold of as it is loaded is mended before, also where all
 * that is imported is put together and loaded first.
 */
patchGrouping();
const client = require("kafkajs") as typeof import("kafkajs");

export const {
  AssignerProtocol,
  CompressionCodecs,
  CompressionTypes,
  ConfigResourceTypes,
  Kafka,
  KafkaJSError,
  logLevel,
  PartitionAssigners,
} = client;
