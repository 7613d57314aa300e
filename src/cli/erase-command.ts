import type { Command } from "commander";

import type { ExitCode } from "./exit-code";
import { topicOption } from "./topic-option";

/** What `erase` takes. */
export interface EraseOptions {
  readonly conversation?: readonly string[];
  readonly user?: readonly string[];
  readonly dryRun?: boolean;
  readonly brokers?: string;
  readonly topic: readonly string[];
  readonly prefix: string;
  readonly group?: string;
  readonly truncate?: boolean;
}

const EXAMPLE = `
Examples:
  $ convofold erase out/night --conversation 3ee2a5dc-8400-47d8-ad9a-76aeabe7a10d --dry-run
  $ convofold erase out/night out/day --user 9a1f0c2e-33d0-4a51-8f0e-3c5e0b7c6f11
  $ convofold erase --brokers localhost:9092 --conversation 3ee2a5dc-8400-47d8-ad9a-76aeabe7a10d

Of a conversation everything goes. Of a user go the numbers and deadlines that are the user's; the views of conversations stay,
without the user's id. On Kafka the workers must be stopped. Recorded logs and the input topic are yours to erase: see
docs/erasure.md. Exit code 1: nothing was found that could be erased.`;

/** Adds `erase`: takes conversations or a user out of what was written. */
export function addEraseCommand(programme: Command, finish: (code: ExitCode) => void): void {
  programme
    .command("erase")
    .summary("take a conversation or a user out of outputs, state, views and dead letters")
    .description(
      "Erases conversations or users from the outputs of replays; without folders, from the topics of a service that is stopped.",
    )
    .argument("[folder...]", "folders that `replay --out` wrote")
    .option("--conversation <id...>", "conversations that go as a whole")
    .option("--user <id...>", "users whose numbers go, and whose ids are taken out of all else")
    .option("--dry-run", "only count what would go")
    .option("--brokers <list>", "HOST:PORT, several with commas between (default: $KAFKA_BROKERS)")
    .addOption(topicOption("the input of the service"))
    .option("--prefix <name>", "what the names of the written topics begin with", "convofold")
    .option("--group <id>", "the consumer group of the workers (default: the prefix)")
    .option(
      "--truncate",
      "on Kafka: delete measurements, deadlines and dead letters up to the last that is found, others' before it too",
    )
    .addHelpText("after", EXAMPLE)
    .action(async (folders: string[], options: EraseOptions) => {
      const { runErase } = await import("./run-erase.js");
      finish(await runErase(folders, options));
    });
}
