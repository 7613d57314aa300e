import type { IgnoredKind } from "../models/decoded";
import type { JsonObject } from "./spellings";
import { controlKindOfTopic } from "./topics";

/** Frames of the socket, and of queues, that are no news of anything. */
export function controlKind(object: JsonObject, topicName: string | undefined): IgnoredKind | undefined {
  if (topicName !== undefined) return controlKindOfTopic(topicName);
  const { result, message } = object;
  const isReply = typeof result === "string" || typeof result === "number";
  if (isReply) return "subscription";
  const isPing = Object.keys(object).length === 1 && typeof message === "string" && PING.test(message);
  return isPing ? "heartbeat" : undefined;
}

const PING = /^(?:ping|pong|websocket heartbeat)$/i;

/** Whether a topic of SNS asks for, or takes leave of, a subscriber. */
export function isConfirmation({ Type: type }: JsonObject): boolean {
  return type === "SubscriptionConfirmation" || type === "UnsubscribeConfirmation";
}
