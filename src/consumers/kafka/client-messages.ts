const WORDS: readonly (readonly [complaint: RegExp, words: string])[] = [
  [/closed connection|ECONNRESET|EPIPE|write after end/i, "lost the connection to a broker"],
  [
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|Connection (?:error|timeout)|Failed to connect/i,
    "could not connect to a broker",
  ],
  [/timed? ?out/i, "waited for a broker in vain"],
  [/SASL|authenticat/i, "was not let in by a broker"],
  [
    /not the leader|no leader for|leadership election/i,
    "waited for the leader of a partition, as after a topic is made or a broker goes",
  ],
  [/find group coordinator/i, "did not find the group's coordinator, as where a broker starts or is away"],
];
const OTHER_WORDS = "the Kafka client warned";

/** What the client complains of, in our words; what it said itself goes with it. */
export function messageFor(complaint: string): string {
  return WORDS.find(([pattern]) => pattern.test(complaint))?.[1] ?? OTHER_WORDS;
}

/** What happened, once: the client begins some of its messages with what the error says again. */
export function reasonIn(message: string, reason: string | undefined): string {
  const said = message.replace(/^Connection error: /, "");
  return reason === undefined || said.includes(reason) ? said : `${said}: ${reason}`;
}
