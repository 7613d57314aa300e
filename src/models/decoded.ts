import type { Instant } from "./instant";
import type { Observation } from "./observation";
import type { PolicySwitch } from "./policy-switch";
import type { Position } from "./position";
import type { Rejection } from "./rejection";

/** An observation without what its record gives it: instant and position. Records that repeat each other may share it. */
export type ObservationBody = Omit<Observation, "at" | "undated" | "position">;

/** Records that are no news of a conversation. They are counted, not rejected. */
export const IGNORED_KINDS = [
  "heartbeat",
  "subscription",
  "socketClosing",
  "otherTopic",
  "otherEvent",
  "tombstone",
  "nothingToFold",
  "policySwitch",
] as const;
export type IgnoredKind = (typeof IGNORED_KINDS)[number];

/** What each kind is; read by people, in the documentation. */
export const ignoredMeaning: Readonly<Record<IgnoredKind, string>> = {
  heartbeat: "A heartbeat of the socket (`channel.metadata`), or the answer to a ping.",
  subscription: "A reply to a subscription (`result` without `topicName`), or SNS asking for one.",
  socketClosing: "The announcement that the socket will close (`v2.system.socket_closing`).",
  otherTopic:
    "A topic that is known to be no conversation: presence, routing status, activity and other topics of a user, members and messages of a conversation, queues, analytics and other services of the platform.",
  otherEvent: "A detail event that says nothing that is measured: attributes, contacts, campaigns, wrap-up codes.",
  tombstone: "A null value.",
  nothingToFold: "A conversation in which no participant has a communication, a phase or a date; or an empty list.",
  policySwitch:
    "A line of a recording that says from where on a partition was served under another policy. A replay follows it, unless it is given a policy.",
};

/** What a record turned out to be. */
export type Decoded =
  | {
      readonly kind: "observations";
      readonly position: Position;
      /** The partition that the log gives; undefined where it has none. */
      readonly partition: number | undefined;
      readonly conversationId: string;
      /** The record's instant; undefined where it carries none. */
      readonly at: Instant | undefined;
      /** The latest instant inside the body that is not a planned one. */
      readonly latestInside: Instant | undefined;
      readonly bodies: readonly ObservationBody[];
      /** Participants that were not folded; the others are. */
      readonly rejections: readonly Rejection[];
      /** Enum values that are not known, as `field=value`. */
      readonly unknownValues: readonly string[];
    }
  | {
      readonly kind: "ignored";
      readonly position: Position;
      readonly what: IgnoredKind;
      /** What it says of the policy of a partition: that holds from here on. */
      readonly policySwitch?: PolicySwitch;
    }
  | {
      readonly kind: "rejected";
      readonly position: Position;
      readonly rejections: readonly Rejection[];
      /** The conversation, where it could be read. */
      readonly conversationId?: string;
      /** What went wrong in our own work on it, where that is why. */
      readonly fault?: unknown;
    };

/** What the bytes of one record turned out to be: one record as a rule, or a list of them. */
export type DecodedRecord = Decoded | readonly Decoded[];

/** Whether it is one record, not a list. */
export function isSingle(decoded: DecodedRecord): decoded is Decoded {
  return !Array.isArray(decoded);
}

/** The records in it, be it one or a list. */
export function recordsIn(decoded: DecodedRecord): readonly Decoded[] {
  return isSingle(decoded) ? [decoded] : decoded;
}
