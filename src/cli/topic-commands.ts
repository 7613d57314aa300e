import { Option, type Command } from "commander";

import { countOf, formatCount } from "../models/format-count";
import type { Redriven } from "../consumers/kafka/redriver";
import { compareText } from "../models/position";
import { REJECTION_REASONS, type RejectionReason } from "../models/rejection";
import type { ExitCode } from "./exit-code";
import { misroutedOption } from "./misrouted-option";
import { instantOption, positiveOption } from "./options";
import { printError, printOut } from "./print";
import { withProgress } from "./progress";
import { withStop } from "./stop-signals";
import { topicOption } from "./topic-option";
import { printVerdict } from "./print-verdict";

interface TopicArguments {
  readonly brokers?: string;
  readonly topic: string;
  readonly quiet?: boolean;
}

interface PublishArguments extends TopicArguments {
  readonly resume?: boolean;
  readonly partitions: number;
  readonly speed?: number;
  readonly maxRecordBytes: number;
}

interface RecordArguments extends Omit<TopicArguments, "topic"> {
  readonly topic: readonly string[];
  readonly out: string;
  readonly force?: boolean;
  readonly resume?: boolean;
  readonly misrouted: "reject" | "fold";
  readonly prefix?: string;
  readonly policies: boolean;
}

interface RedriveArguments extends Omit<TopicArguments, "topic"> {
  readonly topic: readonly string[];
  readonly prefix: string;
  readonly reason?: RejectionReason;
  readonly since?: number;
  readonly again?: boolean;
  readonly dryRun?: boolean;
}

/** Adds `publish` and `record`: from a log to a topic, and back. */
export function addTopicCommands(programme: Command, finish: (code: ExitCode) => void): void {
  addPublishCommand(programme, finish);
  addRecordCommand(programme, finish);
}

function addPublishCommand(programme: Command, finish: (code: ExitCode) => void): void {
  programme
    .command("publish")
    .summary("put a recorded log into a Kafka topic")
    .description(
      "Publishes a log's records with their keys, timestamps and partitions; the topic is made if it is not there.",
    )
    .argument("<log...>", "files and folders of the log")
    .option("--brokers <list>", "HOST:PORT, several with commas between (default: $KAFKA_BROKERS)")
    .option("--topic <name>", "where to", "participant-updates")
    .option("--partitions <count>", "how many the topic is made with", positiveOption, 8)
    .option(
      "--speed <times>",
      "how many times as fast as it was recorded (default: as fast as it goes)",
      positiveOption,
    )
    .option("--max-record-bytes <bytes>", "leave larger records empty", positiveOption, 1 << 20)
    .option("--resume", "go on with this log where the topic has its beginning: after a stop, without doubling")
    .option("-q, --quiet", "show no progress")
    .addHelpText("after", "\nExample:\n  $ convofold publish samples/day.ndjson.gz --brokers localhost:9092 --speed 60")
    .action(async (logs: string[], options: PublishArguments) => {
      const [{ publishLog }, { accessOf, shownLog }] = await Promise.all([
        import("../app/publish.js"),
        import("./kafka-access.js"),
      ]);
      const { speed = Infinity, maxRecordBytes: recordBytesMax, resume = false } = options;
      const access = accessOf(options);
      await withStop(logs, async ({ signal: stop, code }) => {
        const order = { ...options, logs, access, speed, recordBytesMax, resume, log: shownLog, stop };
        const { records, there, reading } = await withProgress(options.quiet, (show) => publishLog(order, show));
        const before = there === 0 ? "" : ` ${formatCount(there)} were there already.`;
        printOut(`Published ${formatRecords(records)} to "${options.topic}".${before}\n`);
        if (stop.aborted) {
          printError(
            logs.includes("-") ? "Stopped.\n" : "Stopped. The same command with --resume goes on from there.\n",
          );
          return finish(code());
        }
        // What cannot be folded is published all the same: whoever folds the topic rejects it there.
        const verdict = printVerdict(reading, logs, {});
        finish(verdict === 1 ? 0 : verdict);
      });
    });
}

function addRecordCommand(programme: Command, finish: (code: ExitCode) => void): void {
  programme
    .command("record")
    .summary("write a Kafka topic, as it is now, into a log")
    .description("Reads a topic from its start to where it ends now, and writes its records with their places.")
    .requiredOption("-o, --out <file>", "the log; gzip where its name ends with .gz")
    .option("--brokers <list>", "HOST:PORT, several with commas between (default: $KAFKA_BROKERS)")
    .addOption(topicOption("where from"))
    .option("-f, --force", "replace the file if it exists")
    .option("--resume", "go on behind what the file, or an interrupted recording into it, has")
    .addOption(
      misroutedOption(["reject", "fold"], "what the service does with records whose key is not their conversation"),
    )
    .option(
      "--prefix <name>",
      "the --prefix of the service, by whose policies a replay is to go (default: convofold, where that serves the topic)",
    )
    .option("--no-policies", "leave out by which policies the topic was served")
    .option("-q, --quiet", "show no progress")
    .addHelpText("after", "\nExample:\n  $ convofold record --brokers localhost:9092 --out night.ndjson.gz")
    .action(async (options: RecordArguments) => {
      const [{ recordToFile }, { accessOf, shownLog }] = await Promise.all([
        import("../app/record.js"),
        import("./kafka-access.js"),
      ]);
      const { force = false, resume = false, policies } = options;
      const { prefix: named = "convofold" } = options;
      const prefix = policies ? { name: named, isNamed: options.prefix !== undefined } : undefined;
      const order = {
        ...options,
        topics: options.topic,
        access: accessOf(options),
        replaceOut: force,
        resume,
        prefix,
        log: shownLog,
      };
      const records = await withProgress(options.quiet, (show) =>
        recordToFile(order, (count) => show({ bytesRead: 0, bytesAll: 0, records: count })),
      );
      printOut(`Recorded ${formatRecords(records)} into ${options.out}.\n`);
      finish(0);
    });
}

const formatRecords = (count: number) => countOf(count, "record");

const TOO_LARGE_TO_KEEP =
  "more were too large to be kept with why they were rejected: send them again from where they came, or from the input topic.";

/** Adds `redrive`: dead letters, once what they were rejected for is mended. */
export function addRedriveCommand(programme: Command, finish: (code: ExitCode) => void): void {
  programme
    .command("redrive")
    .summary("send records that were rejected to the input again")
    .description(
      "Sends dead letters to the input again, with their keys, headers, timestamps and partitions. They stay where they are; each is sent once, however often this is called.",
    )
    .option("--brokers <list>", "HOST:PORT, several with commas between (default: $KAFKA_BROKERS)")
    .addOption(topicOption("the input"))
    .option("--prefix <name>", "what the names of the written topics begin with", "convofold")
    .addOption(new Option("--reason <name>", "only those that were rejected for this").choices(REJECTION_REASONS))
    .option("--since <instant>", "only those that were rejected from here on", instantOption)
    .option("--again", "also those that were sent again before")
    .option("--dry-run", "count them, and send nothing")
    .addHelpText("after", "\nExample:\n  $ convofold redrive --brokers localhost:9092 --reason late --dry-run")
    .action(async (options: RedriveArguments) => {
      const [{ redriveRecords }, { accessOf, shownLog }] = await Promise.all([
        import("../app/redrive.js"),
        import("./kafka-access.js"),
      ]);
      const { again = false, dryRun = false } = options;
      const order = { ...options, topics: options.topic, again, dryRun, access: accessOf(options), log: shownLog };
      printRedriven(await redriveRecords(order), order);
      finish(0);
    });
}

function printRedriven(
  { sent, sentBefore, omitted, byReason }: Redriven,
  { topics, dryRun }: { readonly topics: readonly string[]; readonly dryRun: boolean },
): void {
  const reasons = [...byReason].sort(([left], [right]) => compareText(left, right));
  const counted = reasons.map(([reason, count]) => `  ${reason.padEnd(24)} ${formatCount(count)}\n`).join("");
  const done = dryRun ? "would be" : sent === 1 ? "was" : "were";
  const what = `${formatRecords(sent)} ${done} sent to ${topics.map((topic) => `"${topic}"`).join(" and ")} again`;
  printOut(sent === 0 ? `${what}.\n` : `${what}:\n${counted}`);
  const printCount = (count: number, words: string) =>
    count > 0 && process.stderr.write(`${formatCount(count)} ${words}\n`);
  printCount(sentBefore, "more were sent again before: --again sends them once more.");
  printCount(omitted, TOO_LARGE_TO_KEEP);
}
