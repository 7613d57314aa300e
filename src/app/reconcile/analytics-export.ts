import { ElementScanner, ScanError, type ScannedElement } from "../../consumers/files/element-scanner";
import { foreignContent } from "../../consumers/files/foreign-content";
import { STANDARD_INPUT, type InputFile } from "../../consumers/files/inputs";
import { describeProblem } from "../../consumers/files/describe-problem";
import { openLog } from "../../consumers/files/open-log";
import { isProblem, readPlatformConversation } from "../../decoding/analytics-numbers";
import { isObject } from "../../decoding/spellings";
import { parseBytes } from "../../decoding/structure";
import { unwrap } from "../../decoding/unwrap";
import { AppError } from "../../models/app-error";
import type { PlatformConversation } from "../../models/platform-detail";
import { describePosition, type Position } from "../../models/position";

const PAGE_NAMES: ReadonlySet<string> = new Set(["conversations", "Conversations"]);
/** No conversation of the platform is nearly as large. */
const CONVERSATION_BYTES_MAX = 64 << 20;

const WANTED =
  "Wanted is the answer of the analytics conversation details query or job: pages with conversations[], lists of conversations, or one a line.";

/**
 * The conversations of an analytics export, in its order, one after the other: pages, lists, rows, plain, gzip or zstd. Only the one that
 * is being read is in memory. Throws `AppError` where a file is no such export, with the place.
 */
export async function* readAnalyticsExport(
  files: readonly InputFile[],
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<PlatformConversation> {
  for (const file of files) yield* readFile(file, onBytes);
}

async function* readFile(file: InputFile, onBytes: (bytes: number) => void): AsyncGenerator<PlatformConversation> {
  if (file.path === STANDARD_INPUT)
    throw unreadable("Standard input cannot be read twice", "Write it into a file first.");
  const scanner = new ElementScanner(PAGE_NAMES, CONVERSATION_BYTES_MAX);
  let isHead = true;
  try {
    for await (const chunk of openLog(file, onBytes)) {
      const foreign = isHead ? foreignContent(chunk) : undefined;
      isHead = false;
      if (foreign !== undefined)
        throw unreadable(`"${file.path}" holds ${foreign.content}`, `${foreign.advice} ${WANTED}`);
      for (const element of scanner.take(chunk)) yield* conversationsIn(element, file);
    }
    scanner.end();
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (error instanceof ScanError) throw scanProblem(error, file);
    throw unreadable(`"${file.path}" ${describeProblem(error)}`, "Copy or fetch it again.");
  }
}

function scanProblem({ at }: ScanError, file: InputFile): AppError {
  const place = `"${file.name}", line ${String(at.line)}`;
  if (at.problem === "breaksOff")
    return unreadable(`${place}: the JSON that begins here breaks off`, "Fetch it again.");
  if (at.problem === "tooLarge")
    return unreadable(`${place}: an object of more than 64 MiB is no conversation`, WANTED);
  return unreadable(`${place}: this is no JSON object or list`, WANTED);
}

function conversationsIn(element: ScannedElement, file: InputFile): PlatformConversation[] {
  const position: Position = { file: file.name, line: element.line, item: element.item };
  const place = describePosition(position);
  const parsed = parseBytes(element.bytes);
  if ("reason" in parsed) throw unreadable(`${place}: this is no JSON (${parsed.reason})`, "Fetch the export again.");
  if (isEmptyPage(parsed.value)) return [];
  const answer = otherAnswer(parsed.value);
  if (answer === "fulfilled") return [];
  if (answer !== undefined) throw unreadable(`${place}: ${answer.what}`, answer.advice);
  const found = unwrap(parsed.value, { position, partition: undefined, timestamp: undefined });
  return found.map(({ content }) => {
    const read = readPlatformConversation("body" in content ? content.body : parsed.value, position);
    if (isProblem(read)) throw unreadable(`${place}: ${read.path} ${read.problem}`, WANTED);
    return read;
  });
}

/** What a page has beside its conversations, which one without any may leave out. */
const PAGE_FIELDS: ReadonlySet<string> = new Set([
  "totalHits",
  "cursor",
  "aggregations",
  "dataAvailabilityDate",
  "conversations",
]);

function isEmptyPage(value: unknown): boolean {
  if (!isObject(value) || Array.isArray(value)) return false;
  return Object.keys(value).every((name) => PAGE_FIELDS.has(name)) && (value["conversations"] ?? null) === null;
}

/** What the platform answers, beside pages, to whoever fetches an export: that a job is over (which says no more), that it is not, or an error. */
function otherAnswer(value: unknown): "fulfilled" | { readonly what: string; readonly advice: string } | undefined {
  if (!isObject(value) || "conversationId" in value || "conversations" in value) return undefined;
  const { state, status, code, message } = value;
  if (state === "FULFILLED") return "fulfilled";
  if (typeof state === "string" && JOB_STATES.has(state))
    return {
      what: `this says that the job is ${state}, and is not its result`,
      advice: DEAD_STATES.has(state) ? DEAD_JOB_ADVICE : JOB_ADVICE,
    };
  if (typeof status !== "number" || typeof message !== "string") return undefined;
  const what = `this is an error of the platform's in the place of a page: ${String(status)} ${typeof code === "string" ? code : message}`;
  return { what, advice: "Fetch that page again." };
}

const DEAD_STATES: ReadonlySet<string> = new Set(["FAILED", "CANCELLED", "EXPIRED"]);
const JOB_STATES: ReadonlySet<string> = new Set(["QUEUED", "PENDING", ...DEAD_STATES]);
const DEAD_JOB_ADVICE =
  "It will never have one: start the job again, and fetch the pages of that; take this file away.";
const JOB_ADVICE = "Fetch the pages of its results once it is FULFILLED; take this file away.";

function unreadable(message: string, advice: string): AppError {
  return new AppError("inputUnreadable", `${message}.`, advice);
}
