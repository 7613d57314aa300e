import { AppError } from "../../models/app-error";
import type { LogErrors } from "../live/port/port";

/** What the client throws has its kind and its cause in fields that its types leave out. */
interface ClientError {
  readonly name?: string;
  readonly type?: string;
  readonly code?: unknown;
  readonly message?: string;
  readonly retriable?: boolean;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** An error and what caused it, outermost first. */
function chainOf(error: unknown, depth = 0): readonly ClientError[] {
  if (typeof error !== "object" || error === null || depth > DEPTH_MAX) return [];
  const { cause, errors = [] } = error as ClientError;
  return [error, ...[cause, ...errors].flatMap((one) => chainOf(one, depth + 1))];
}

const DEPTH_MAX = 8;

/** What is to be done where a broker says that a right is missing, by its word for that. */
const RIGHTS: ReadonlyMap<string, string> = new Map([
  [
    "TOPIC_AUTHORIZATION_FAILED",
    "a topic: Read, Describe and DescribeConfigs on the input; Read, Write, Create, Describe and DescribeConfigs on what is written",
  ],
  [
    "GROUP_AUTHORIZATION_FAILED",
    "the consumer group: Read and Describe on the group that --group, or else --prefix, names",
  ],
  [
    "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
    "transactional ids: Write and Describe on those that begin with the prefix and a dot (a prefixed rule)",
  ],
  [
    "CLUSTER_AUTHORIZATION_FAILED",
    "the cluster: Create, where topics are to be made, or IdempotentWrite, where brokers are older than 2.8",
  ],
]);

/** The broker's word for a right that is missing; undefined where none is. */
function missingRight(error: unknown): string | undefined {
  return chainOf(error).find(({ type }) => type !== undefined && RIGHTS.has(type))?.type;
}

const FENCED = /^(INVALID_PRODUCER_EPOCH|PRODUCER_FENCED|UNKNOWN_MEMBER_ID|ILLEGAL_GENERATION|FENCED_INSTANCE_ID)$/;

/** Whether somebody else has taken over what was written to. */
function isFenced(error: unknown): boolean {
  return chainOf(error).some(({ type }) => type !== undefined && FENCED.test(type));
}

/** What the operating system says; what Node itself refuses begins with ERR_. */
const SYSTEM_CODE = /^E(?!RR_)[A-Z_]+$/;

/** Whether an error is of the client or the cluster, not of our own. */
function isOfCluster(error: unknown): boolean {
  return chainOf(error).some(
    ({ name, code }) =>
      name?.startsWith("KafkaJS") === true || name === "TimeoutError" || SYSTEM_CODE.test(String(code)),
  );
}

/** Whether the client itself takes an error for one that may pass. */
function mayPass(error: unknown): boolean {
  return chainOf(error).every(({ retriable }) => retriable !== false) || isFenced(error);
}

const ABSENT =
  /^KafkaJS(Connection|ConnectionClosed|RequestTimeout|BrokerNotFound|GroupCoordinatorNotFound|NumberOfRetriesExceeded)(Error)?$/;

/** Whether the brokers are away, and an attempt is worth while once they are back: nothing was refused. */
export function isAbsence(error: unknown): boolean {
  const chain = chainOf(error);
  const isRefused = chain.some(({ type, retriable }) => type !== undefined && retriable === false);
  return !isRefused && chain.some(({ name, code }) => ABSENT.test(name ?? "") || SYSTEM_CODE.test(String(code)));
}

/** What the client threw, as a failure of the world with what to do next. */
export function asAppError(error: unknown): AppError {
  const own = chainOf(error).find((one) => one instanceof AppError);
  if (own !== undefined) return own;
  const message = error instanceof Error ? error.message : String(error);
  const right = missingRight(error);
  if (right !== undefined) {
    const advice = `Give the name that KAFKA_SASL_* or the certificate stands for the rights on ${RIGHTS.get(right) ?? ""}; docs/operations.md lists them all.`;
    return new AppError("notAllowed", `Kafka refused (${right}): ${message.trim()}`, advice);
  }
  const words = chainOf(error).map((one) => one.message ?? "");
  return new AppError("kafkaFailed", `Kafka failed: ${message.trim()}`, adviceFor([message, ...words].join(" ")));
}

/** What errors of the client mean. */
export const KAFKA_ERRORS: LogErrors = {
  kindOf(error) {
    if (missingRight(error) !== undefined) return "refused";
    if (isFenced(error)) return "fenced";
    return isOfCluster(error) ? "cluster" : undefined;
  },
  mayPass,
  asAppError,
};

function adviceFor(words: string): string {
  if (/\bSASL\b|authentication failed/i.test(words)) return "Check KAFKA_SASL_*: mechanism, name, password or token.";
  if (/wrong version number|packet length too long|EPROTO/i.test(words)) {
    return "The port does not speak TLS: leave KAFKA_SSL out, or name the brokers' TLS port with --brokers.";
  }
  if (/\bSSL\b|\bTLS\b|certificate/i.test(words)) {
    return "Check KAFKA_SSL_*: the authority, and the client's certificate and key where the brokers ask for them.";
  }
  if (/closed connection|ApiVersions.*timed out|write after end/i.test(words)) {
    return "The broker does not speak as it was spoken to: where its port speaks TLS set KAFKA_SSL=true, where it asks for a name KAFKA_SASL_*. Else check that the cluster is up; then start again.";
  }
  return "Check --brokers and that the cluster is up; then start again.";
}
