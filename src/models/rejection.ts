import type { Position } from "./position";

/** Why a record, or one participant of it, was not folded. The list is closed. */
export const REJECTION_REASONS = [
  "notJson",
  "truncated",
  "notUtf8",
  "tooDeep",
  "tooLarge",
  "tooMany",
  "avro",
  "protobuf",
  "unknownShape",
  "noConversationId",
  "noParticipantId",
  "noInstant",
  "wrongType",
  "futureInstant",
  "late",
  "misrouted",
  "internal",
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** What each reason means and what to do about it; read by people, in the summary and the documentation. */
export const rejectionMeaning: Readonly<Record<RejectionReason, string>> = {
  notJson: "The bytes are not a JSON document. Look at the record; something else was written into the log.",
  truncated: "The JSON document breaks off. The writer was cut short, or the file was copied while it grew.",
  notUtf8:
    "The bytes are not UTF-8. Re-encode the log; a file in UTF-16 is read where it begins with a byte-order mark.",
  tooDeep: "The document is nested deeper than 64 levels. No document of the platform is.",
  tooLarge:
    "The value of the record is larger than the maximum (1 MiB by default). Raise --max-record-bytes if it is genuine.",
  tooMany:
    "The record has more than 2,000 participants and communications. No conversation of the platform has; look at whoever wrote it.",
  avro: "The record is Avro. Let a converter write it as JSON: a JsonConverter in Kafka Connect, or a consumer that prints JSON.",
  protobuf:
    "The record is Protobuf. Let a converter write it as JSON: a JsonConverter in Kafka Connect, or a consumer that prints JSON.",
  unknownShape:
    "The record is no conversation, no event and no envelope that is known, and of no kind that is known to be no news. Look at it; it may belong to another topic, or lie in an envelope that must be taken off first.",
  noConversationId: "Nothing in the record names a conversation. It may belong to another topic.",
  noParticipantId: "A participant has no id. The others of the record were folded.",
  noInstant:
    "A date, or the record's own timestamp, names no instant: it is no real date between 2000 and 2100, or has no zone. A time without a zone may be hours off, so none is guessed: let its writer add `Z` or an offset.",
  wrongType: "A field that is folded has another type than the platform gives it.",
  futureInstant:
    "The observed instant lies more than 5 minutes after the record's own timestamp, or a date of a participant (not a planned one) more than a day after both. A clock is wrong.",
  late: "The observation is older than stream time less the lateness. Replay with a larger --lateness to count it.",
  misrouted:
    "The key of the message is not its conversation, whose records may so lie in several partitions: so a service has it, and a replay of what `record` wrote. Let its producer set the conversation id as key, then write the record again under it.",
  internal:
    "A fault of convofold itself came about as the record was read or folded. All else was folded as if the record were not there. Please report it, with the place that is logged; once it is mended, replay, or send the dead letters again with redrive.",
};

/** A record, or one participant of it, that was not folded. `path` names fields, never values. */
export interface Rejection {
  readonly position: Position;
  readonly reason: RejectionReason;
  readonly path?: string;
  readonly detail?: string;
}
