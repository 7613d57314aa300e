import { eraseFolder, eraseTopics, type ErasureOptions, type FolderErasure, type TopicsErasure } from "../app/erase";
import { AppError } from "../models/app-error";
import type { EraseOptions } from "./erase-command";
import type { ExitCode } from "./exit-code";
import { accessOf, shownLog } from "./kafka-access";
import { printOut } from "./print";
import { describeFolder, describeTopics } from "./print-erasure";

/** Erases from the folders, or from topics where none is named. */
export function runErase(folders: readonly string[], options: EraseOptions): Promise<ExitCode> {
  return folders.length > 0 ? runOnFolders(folders, options) : runOnTopics(options);
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
  const { topic: topics, prefix, group: groupId = prefix, truncate: mayTruncate = false } = options;
  const access = accessOf(options);
  const erased: TopicsErasure = await eraseTopics({
    ...order,
    access,
    topics,
    prefix,
    groupId,
    mayTruncate,
    log: shownLog,
  });
  printOut(describeTopics(erased, prefix, { isDryRun: order.isDryRun, isTruncated: mayTruncate }));
  const isTruncated = mayTruncate && erased.kept.some(({ found }) => found > 0);
  return tell(erased.states + erased.viewsDropped + erased.viewsBlanked > 0 || isTruncated, order);
}

function orderOf({ conversation = [], user = [], dryRun = false }: EraseOptions): ErasureOptions {
  return { conversations: conversation, users: user, isDryRun: dryRun };
}

function tell(found: boolean, { isDryRun }: ErasureOptions): ExitCode {
  if (!found) printOut("Nothing was found that could be erased.\n");
  else printOut(isDryRun ? "Nothing was changed: this was a dry run.\n" : "Erased.\n");
  return found ? 0 : 1;
}
