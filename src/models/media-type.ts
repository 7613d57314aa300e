/**
 * The media that a communication can have. The array of a participant that holds communications of the medium, the
 * topic's last word and the name in detail events are listed beside each. Source: the platform's notification topics.
 */
export const MEDIA_TYPES = [
  "call",
  "callback",
  "chat",
  "cobrowse",
  "email",
  "message",
  "video",
  "screenshare",
  "internalmessage",
  "socialexpression",
  "screenmonitoring",
  "unknown",
] as const;

/** A medium; `unknown` where a flat update does not say. */
export type MediaType = (typeof MEDIA_TYPES)[number];

/** Arrays of a nested participant, all lower case, to the medium that they hold. */
export const mediaTypeByArray: ReadonlyMap<string, MediaType> = new Map([
  ["calls", "call"],
  ["callbacks", "callback"],
  ["chats", "chat"],
  ["cobrowsesessions", "cobrowse"],
  ["emails", "email"],
  ["messages", "message"],
  ["videos", "video"],
  ["screenshares", "screenshare"],
  ["internalmessages", "internalmessage"],
  ["socialexpressions", "socialexpression"],
  ["screenmonitorings", "screenmonitoring"],
]);

const ALIASES: readonly (readonly [string, MediaType])[] = [
  ["voice", "call"],
  ["phone", "call"],
  ["cobrowsesession", "cobrowse"],
  ["screensharing", "screenshare"],
  ["social", "socialexpression"],
  ["sms", "message"],
  ["webmessaging", "message"],
];

const mediaTypeByName: ReadonlyMap<string, MediaType> = new Map<string, MediaType>([
  ...MEDIA_TYPES.map((name) => [name, name] as const),
  ...mediaTypeByArray,
  ...ALIASES,
]);

/** The medium that a name stands for (`VOICE`, `calls`, `cobrowseSessions`, …), or undefined. */
export function mediaTypeFromName(name: string): MediaType | undefined {
  return mediaTypeByName.get(name.toLowerCase());
}
