import type { IgnoredKind } from "../models/decoded";
import { mediaTypeFromName, type MediaType } from "../models/media-type";

const CONVERSATION_TOPIC = /\.conversations(?:\.([a-z]+))?$/i;
const DETAIL_TOPIC = /^v2\.detail\.events\.conversation\.[^.]+\.(.+)$/i;

/** Detail events of a conversation that say nothing that is measured. */
const OTHER_EVENTS = /^(?:flow\..+|attributes|contact|outbound|wrapup)$/i;

/** Topics of the platform that are no conversation, by name. What is not listed is not taken to be one of them. */
const OTHER_TOPICS: readonly RegExp[] = [
  // Users: what they are doing, where they are, what they own.
  /^v2\.users\.[^.]+\.(?:presence|routingstatus|activity|station|geolocation|outofoffice|conversationsummary)$/i,
  /^v2\.users\.[^.]+\.(?:alerts|badges|calllogs|callforwarding|fax|favorites|greetings|learning|tokens|userrecordings|voicemail|workforcemanagement|workitems|tasks)(?:\..+)?$/i,
  /^v2\.users\.[^.]+(?:\.(?:profile|skills|languages|queues))?$/i,
  // Messages, members and speech of a conversation.
  /^v2\.conversations\.(?:[a-z]+\.)?[^.]+\.(?:members|messages|transcription|typing|summary|summaries|recordings|recordingstate|suggestions|copilot)(?:\..+)?$/i,
  /^v2\.routing\.(?:queues\.[^.]+(?:\.(?:users|members|membership))?|skills|languages|wrapupcodes|predictors)(?:\.[^.]+)?$/i,
  /^v2\.detail\.events\.(?!conversation\.).+$/i,
  /^v2\.(?:analytics|architect|assistants|audits|authorization|billing|carrierservices|contentmanagement|dataactions|employeeperformance|externalcontacts|flows|gamification|geolocations|groups|integrations|journey|knowledge|languageunderstanding|learning|license|locations|oauth|operations|outbound|presence|presencedefinitions|processautomation|quality|recording|recordings|responsemanagement|scim|scripts|social|speechandtextanalytics|stations|system|taskmanagement|telephony|testing|voicemail|webdeployments|webmessaging|workforcemanagement|workitems)\..+$/i,
];

/** Whether a topic is one of the whole conversation, or of one medium of it. */
export function isConversationTopic(topicName: string): boolean {
  return CONVERSATION_TOPIC.test(topicName);
}

/** Whether a text is the name of a topic of the platform, or the template of one. */
export function isTopicName(text: unknown): text is string {
  return typeof text === "string" && /^v2\.[a-z]/i.test(text);
}

/** Whether a topic is known to be no conversation. */
export function isOtherTopic(topicName: string): boolean {
  return OTHER_TOPICS.some((topic) => topic.test(topicName));
}

/** The event that a topic of detail events names, in lower case; undefined for any other topic. */
export function detailEventOf(topicName: string | undefined): string | undefined {
  return topicName === undefined ? undefined : DETAIL_TOPIC.exec(topicName)?.[1]?.toLowerCase();
}

/** Whether a topic is one of detail events that are known and not folded. */
export function isOtherEvent(topicName: string): boolean {
  return OTHER_EVENTS.test(detailEventOf(topicName) ?? "");
}

/** The medium that the body's own `mediaType` names, or the topic's last word. */
export function mediumOf(topicName: string | undefined, stated: unknown): MediaType | undefined {
  const byBody = typeof stated === "string" ? mediaTypeFromName(stated) : undefined;
  const word = topicName === undefined ? undefined : CONVERSATION_TOPIC.exec(topicName)?.[1];
  return byBody ?? (word === undefined ? undefined : mediaTypeFromName(word));
}

/** What the frames of the socket itself are; undefined for any other topic. */
export function controlKindOfTopic(topicName: string): IgnoredKind | undefined {
  const topic = topicName.toLowerCase();
  if (topic === "channel.metadata") return "heartbeat";
  return topic.endsWith("system.socket_closing") ? "socketClosing" : undefined;
}

/** Whether a topic is one of the socket itself: its frames are no news of anything. */
export function isControlTopic(topicName: string): boolean {
  return controlKindOfTopic(topicName) !== undefined;
}
