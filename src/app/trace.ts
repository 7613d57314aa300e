import { readLog, type DamagedFile } from "../consumers/files/log-source";
import { findLog } from "../consumers/files/inputs";
import { documentAt } from "../decoding/decode";
import { canonicalId } from "../decoding/spellings";
import { Batcher } from "../engine/batcher";
import { createEngine } from "../engine/engine";
import { isKeptOut } from "../engine/ports";
import { LogGaps, type GapOptions } from "../engine/gaps/log-gaps";
import type { Decoded } from "../models/decoded";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import type { ConversationTimeline } from "../models/timeline";
import type { ReplayProgress } from "./replay-options";
import { markTrace } from "./gaps/mark-trace";
import type { UnreadFiles } from "./verdict";
import { createKeeper, type Trace, type TracedRecord } from "./trace-keeper";

/** What to follow. */
export interface TraceOptions extends GapOptions {
  readonly logs: readonly string[];
  readonly conversationId: string;
  readonly policy: Policy;
  readonly recordBytesMax: number;
  readonly until: Instant | undefined;
}

/**
 * Replays a whole log and keeps what concerns one conversation; `onUnread` is called at the end with the files that were not read.
 * Throws `AppError` where the log does not have it.
 */
export async function traceConversation(
  options: TraceOptions,
  onProgress: (progress: ReplayProgress) => void,
  onUnread: (files: UnreadFiles) => void = () => undefined,
): Promise<Trace> {
  const conversationId = canonicalId(options.conversationId) ?? "";
  const kept = createKeeper(conversationId);
  const engine = createEngine(options.policy, kept.outputs);
  const { files, skipped } = findLog(options.logs);
  const damagedFiles: DamagedFile[] = [];
  const bytesAll = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let bytesRead = 0;
  let records = 0;
  const documents = new Map<Decoded, unknown>();
  const lacking = new LogGaps(options);
  const callbacks = {
    onBytes: (bytes: number) => (bytesRead += bytes),
    onFile: (file: string) => lacking.begin(file),
    onDamage(damage: DamagedFile) {
      damagedFiles.push(damage);
      lacking.damage(damage.problem);
    },
    onDecoded: (decoded: Decoded, raw: () => Buffer) => {
      const isOfIt = decoded.kind === "observations" && decoded.conversationId === conversationId;
      if (isOfIt) documents.set(decoded, documentAt(raw(), decoded.position));
    },
  };
  const batcher = new Batcher(engine, (decoded, outcome) => {
    kept.begin(decoded, outcome, documents.get(decoded));
    documents.delete(decoded);
  });
  for await (const batch of readLog(files, options.recordBytesMax, callbacks)) {
    for (const decoded of batch) {
      lacking.take(decoded);
      batcher.take(decoded, undefined);
    }
    records += batch.length;
    onProgress({ bytesRead, bytesAll, records });
  }
  onUnread({ skippedFiles: skipped, damagedFiles });
  batcher.flush();
  kept.endLog();
  const timelines = engine.timelines(conversationId);
  engine.finish(options.until);
  const trace = kept.trace(
    timelines ?? replayAlone(kept.records(), options.policy, conversationId),
    options.until ?? engine.latest(),
  );
  return markTrace(trace, lacking.gaps());
}

/** A conversation that was evicted is folded again by itself: nothing else bears on how it is laid out. */
function replayAlone(
  records: readonly TracedRecord[],
  policy: Policy,
  conversationId: string,
): readonly ConversationTimeline[] {
  const silent = () => undefined;
  const engine = createEngine(policy, {
    measurement: silent,
    deadline: silent,
    conversation: silent,
    rejection: silent,
  });
  engine.acceptAll(records.filter(({ outcome }) => !isKeptOut(outcome)).map(({ decoded }) => decoded));
  return engine.timelines(conversationId) ?? [];
}
