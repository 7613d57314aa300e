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
  const erasureOptions = erasureOptionsOf(options);
  let found = false;
  for (const folder of folders) {
    const erased: FolderErasure = await eraseFolder(folder, erasureOptions);
    printOut(describeFolder(folder, erased, { isDryRun: erasureOptions.isDryRun, isTruncated: false }));
    const isFound = erased.files.some(({ dropped, blanked }) => dropped + blanked > 0);
    if (isFound || erased.isInSummary || erased.isFinished) found = true;
  }
  return printOutcome(found, erasureOptions);
}

async function runOnTopics(options: EraseOptions): Promise<ExitCode> {
  const erasureOptions = erasureOptionsOf(options);
  if (options.brokers === undefined && (process.env["KAFKA_BROKERS"] ?? "") === "")
    throw new AppError(
      "wrongUse",
      "Say where to erase.",
      "Name folders that `replay --out` wrote, or --brokers HOST:PORT.",
    );
  const { topic: topics, prefix, group: groupId = prefix, truncate: mayTruncate = false } = options;
  const access = accessOf(options);
  const erased: TopicsErasure = await eraseTopics({
    ...erasureOptions,
    access,
    topics,
    prefix,
    groupId,
    mayTruncate,
    log: shownLog,
  });
  printOut(describeTopics(erased, prefix, { isDryRun: erasureOptions.isDryRun, isTruncated: mayTruncate }));
  const isTruncated = mayTruncate && erased.kept.some(({ found }) => found > 0);
  return printOutcome(erased.states + erased.viewsDropped + erased.viewsBlanked > 0 || isTruncated, erasureOptions);
}

function erasureOptionsOf({ conversation = [], user = [], dryRun = false }: EraseOptions): ErasureOptions {
  return { conversations: conversation, users: user, isDryRun: dryRun };
}

function printOutcome(found: boolean, { isDryRun }: ErasureOptions): ExitCode {
  if (!found) printOut("Nothing was found that could be erased.\n");
  else printOut(isDryRun ? "Nothing was changed: this was a dry run.\n" : "Erased.\n");
  return found ? 0 : 1;
}
