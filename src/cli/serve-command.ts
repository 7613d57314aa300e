import { Option, type Command } from "commander";

import { MISROUTED_CHOICES } from "../consumers/live/fold/fold-options";
import { POLICY_REACHES } from "../models/policy-switch";
import { addBoardOptions } from "./board-options";
import type { ExitCode } from "./exit-code";
import { addGapOptions } from "./gap-options";
import { misroutedOption } from "./misrouted-option";
import { countOption, positiveOption, spanOption, threadsOption } from "./options";
import { topicOption } from "./topic-option";
import { BOARD_ADDRESS, HEALTH_ADDRESS, type ServeArguments } from "./serve-options";

const HOUR_MS = 3_600_000;

const EXAMPLE = `
Examples:
  $ convofold serve                                   the board of a simulated centre, without Kafka
  $ convofold serve night.ndjson.gz --speed 60        the board of a recorded log, played sixty times as fast
  $ convofold serve --brokers localhost:9092 --topic participant-updates
  $ convofold serve --brokers localhost:9092 --topic participant-updates --topic participant-details
  $ convofold serve --brokers localhost:9092 --role board

With --brokers:
Every record is folded exactly once, whatever dies: outputs, state and position are written in one transaction. Start more
processes with the same --group to share the partitions. Output topics: PREFIX.measurements, PREFIX.deadlines,
PREFIX.conversations, PREFIX.rejects; state in PREFIX.state. Security comes from the environment: see docs/operations.md.
SIGTERM stops it cleanly; a second one at once.`;

/** Adds `serve`: the service on Kafka. */
export function addServeCommand(programme: Command, finish: (code: ExitCode) => void): void {
  const command = programme
    .command("serve")
    .summary("fold a Kafka topic, live; without Kafka, show the board of a log or of a simulated centre")
    .description(
      "With --brokers: joins a consumer group and folds the partitions it is given into output topics. Without: plays a log, or a simulated centre, and shows its board.",
    )
    .argument("[log...]", "files and folders of a log to play; a simulated centre where there are none")
    .option("--brokers <list>", "HOST:PORT, several with commas between (default: $KAFKA_BROKERS)")
    .addOption(
      new Option("--role <role>", "with --brokers: fold the topic, or show the board of what others fold")
        .choices(["fold", "board"])
        .default("fold"),
    )
    .addOption(topicOption("the input"))
    .option("--prefix <name>", "what the names of the written topics begin with", "convofold")
    .option("--group <id>", "the consumer group (default: the prefix)")
    .option("--threads <count>", "how many workers this process has, each with partitions of its own", threadsOption, 1)
    .option("--max-record-bytes <bytes>", "reject larger records", positiveOption, 1 << 20)
    .option("--session-timeout <span>", "after how long of silence a worker counts as dead", spanOption, 6000)
    .option("--checkpoint-interval <span>", "how often changed conversations are written", spanOption, 10_000)
    .option(
      "--views-retention <span>",
      "how long the views' topic, where it is made, keeps the last view of a conversation (default: the policy's sweep and 30d)",
      spanOption,
    )
    .option("--no-clock", "let time pass by records alone, not by the clock")
    .addOption(misroutedOption(MISROUTED_CHOICES, "what becomes of records whose key is not their conversation"))
    .option("--accept-misrouted", "the same as --misrouted fold")
    .option("--accept-append-time", "accept an input that stamps records as they arrive")
    .option(
      "--http <host:port>",
      `where to show the board (default: ${BOARD_ADDRESS}), or to answer /livez, /readyz and /metrics (${HEALTH_ADDRESS})`,
    )
    .option("--no-http", "answer nobody");
  addPlayingOptions(command);
  addPolicyOptions(command);
  addGapOptions(addBoardOptions(command), "--outage <from..to>")
    .addHelpText("after", EXAMPLE)
    .action(async (logs: string[], options: ServeArguments) => {
      const { LEAVING_MS, runServe } = await import("./run-serve.js");
      finish(await runServe(logs, options));
      // A client of the cluster that did not leave in time would keep the process, and its place in the group.
      setTimeout(() => process.exit(), LEAVING_MS).unref();
    });
}

/** What is played where there are no brokers. */
function addPlayingOptions(command: Command): void {
  command
    .option("--speed <factor>", "how many seconds of a log pass in one", positiveOption, 10)
    .option("--head <span>", "how much of a log is folded at once at the start", spanOption, HOUR_MS)
    .option("--simulated", "play a simulated centre, also where $KAFKA_BROKERS is set")
    .option("--seed <number>", "which simulated centre", countOption, 1)
    .option("--gap <span>", "the mean time between two conversations of it", spanOption, 6000);
}

/** By which policy is folded, and what becomes of a state that goes by another. */
function addPolicyOptions(command: Command): void {
  command
    .option("--policy <file>", "limits and targets (see `convofold policy check`)")
    .addOption(
      new Option(
        "--policy-from <when>",
        "where the state was made with another policy: use the new one for what is first seen from now on, or for all that is kept, too (default: refuse)",
      ).choices(POLICY_REACHES),
    )
    .option("--policy-again", "with --policy-from: use the policy also where the state had it before, and has left it")
    .option("--switch <prefix>", "let --prefix take over from this one, which becomes read-only, and end")
    .option("--lateness <span>", "how late an observation may come and still count", spanOption);
}
