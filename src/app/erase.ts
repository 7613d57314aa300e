import type { KafkaAccess } from "../consumers/kafka/client";
import type { Log } from "../consumers/live/port/log";
import { withCluster } from "../consumers/kafka/cluster";
import { eraseFromTopics, type ErasedTopics } from "../consumers/kafka/eraser";
import { requireTopics } from "../consumers/kafka/topics";
import { nameTopics } from "../consumers/live/port/topic-names";
import { canonicalId } from "../decoding/spellings";
import { AppError } from "../models/app-error";
import type { Erasure } from "../models/erasure";
import { eraseOutputs, type ErasedOutputs } from "../sinks/files/erase-outputs";

/** Whose traces are to be erased, as they were named. */
export interface ErasureOptions {
  readonly conversations: readonly string[];
  readonly users: readonly string[];
  /** Counts, and changes nothing. */
  readonly isDryRun: boolean;
}

/** From the topics of which service to erase. */
export interface TopicErasureOptions extends ErasureOptions {
  readonly access: KafkaAccess;
  readonly topics: readonly string[];
  readonly prefix: string;
  readonly groupId: string;
  readonly mayTruncate: boolean;
  readonly log: Log;
}

/** What was erased, or would be: from a folder, and from topics. */
export type FolderErasure = ErasedOutputs;
export type TopicsErasure = ErasedTopics;

/** Erases from the outputs of a run in a folder. */
export async function eraseFolder(folder: string, options: ErasureOptions): Promise<FolderErasure> {
  return eraseOutputs(folder, { erasure: erasureOf(options), erasedAt: Date.now(), isDryRun: options.isDryRun });
}

/** Erases from the topics of a service. */
export async function eraseTopics(options: TopicErasureOptions): Promise<TopicsErasure> {
  const erasure = erasureOf(options);
  const names = nameTopics(options.topics, options.prefix);
  return withCluster(options.access, options.log, async (kafka, admin) => {
    await requireTopics(admin, Object.values(names).flat());
    return eraseFromTopics(kafka, admin, names, { ...options, erasure });
  });
}

/** Throws `AppError` where nobody is named. */
function erasureOf({ conversations, users }: ErasureOptions): Erasure {
  const canonical = (ids: readonly string[]) => new Set(ids.map(canonicalId).filter((id) => id !== undefined));
  const erasure = { conversations: canonical(conversations), users: canonical(users) };
  if (erasure.conversations.size + erasure.users.size > 0) return erasure;
  throw new AppError(
    "wrongUse",
    "Say what to erase.",
    "Give --conversation ID or --user ID, several with blanks between.",
  );
}
