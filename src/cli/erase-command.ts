import type { Command } from "commander";

import { eraseFolder, eraseTopics, type ErasureOrder, type FolderErasure, type TopicsErasure } from "../app/erase";
import { AppError } from "../models/app-error";
import type { ExitCode } from "./exit-code";
import { printOut } from "./print";
import { describeFolder, describeTopics } from "./print-erasure";
import { accessOf, shownLog } from "./topic-commands";

interface EraseOptions {
  readonly conversation?: readonly string[];
  readonly user?: readonly string[];
  readonly dryRun?: boolean;
  readonly brokers?: string;
  readonly topic: string;
  readonly prefix: string;
  readonly group?: string;
  readonly truncate?: boolean;
}

const EXAMPLE = `
Examples:
  $ convofold erase out/night --conversation 3ee2a5dc-8400-47d8-ad9a-76aeabe7a10d --dry-run
  $ convofold erase out/night out/day --user 9a1f0c2e-33d0-4a51-8f0e-3c5e0b7c6f11
  $ convofold erase --brokers localhost:9092 --conversation 3ee2a5dc-8400-47d8-ad9a-76aeabe7a10d

Of a conversation everything goes. Of a user go the numbers and promises that are the user's; the views of conversations stay,
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
    .option("--topic <name>", "the input of the service", "participant-updates")
    .option("--prefix <name>", "what the names of the written topics begin with", "convofold")
    .option("--group <id>", "the consumer group of the workers (default: the prefix)")
    .option(
      "--truncate",
      "on Kafka: delete measurements, deadlines and dead letters up to the last that is found, others' before it too",
    )
    .addHelpText("after", EXAMPLE)
    .action(async (folders: string[], options: EraseOptions) => {
      finish(folders.length > 0 ? await runOnFolders(folders, options) : await runOnTopics(options));
    });
}

async function runOnFolders(folders: readonly string[], options: EraseOptions): Promise<ExitCode> {
  if (options.brokers !== undefined || options.truncate === true) {
    const advice = "Leave the folders out, or --brokers and --truncate.";
    throw new AppError("wrongUse", "Folders and topics are erased one after the other.", advice);
  }
  const order = orderOf(options);
  let found = false;
  for (const folder of folders) {
    const erased: FolderErasure = await eraseFolder(folder, order);
    printOut(describeFolder(folder, erased, { isDryRun: order.isDryRun, isTruncated: false }));
    const isFound = erased.files.some(({ dropped, blanked }) => dropped + blanked > 0);
    if (isFound || erased.isInSummary || erased.isFinished) found = true;
  }
  return tell(found, order);
}

async function runOnTopics(options: EraseOptions): Promise<ExitCode> {
  const order = orderOf(options);
  if (options.brokers === undefined && (process.env["KAFKA_BROKERS"] ?? "") === "")
    throw new AppError(
      "wrongUse",
      "Say where to erase.",
      "Name folders that `replay --out` wrote, or --brokers HOST:PORT.",
    );
  const { topic, prefix, group: groupId = prefix, truncate: mayTruncate = false } = options;
  const access = accessOf(options);
  const erased: TopicsErasure = await eraseTopics({
    ...order,
    access,
    topic,
    prefix,
    groupId,
    mayTruncate,
    log: shownLog,
  });
  printOut(describeTopics(erased, prefix, { isDryRun: order.isDryRun, isTruncated: mayTruncate }));
  const isTruncated = mayTruncate && erased.kept.some(({ found }) => found > 0);
  return tell(erased.states + erased.viewsDropped + erased.viewsBlanked > 0 || isTruncated, order);
}

function orderOf({ conversation = [], user = [], dryRun = false }: EraseOptions): ErasureOrder {
  return { conversations: conversation, users: user, isDryRun: dryRun };
}

function tell(found: boolean, { isDryRun }: ErasureOrder): ExitCode {
  if (!found) printOut("Nothing was found that could be erased.\n");
  else printOut(isDryRun ? "Nothing was changed: this was a dry run.\n" : "Erased.\n");
  return found ? 0 : 1;
}
