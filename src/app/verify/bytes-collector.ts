import { createHash, type Hash } from "node:crypto";

import type { FinalEmission, Outputs } from "../../engine/ports";
import type { DeadlineRecord } from "../../models/deadline";
import type { MeasurementRecord } from "../../models/measurement";
import type { Rejection } from "../../models/rejection";
import type { ConversationRecord } from "../../models/view";
import { revisionsTo, toRejectionRecord } from "../../sinks/files/file-outputs";
import { ALL_STREAMS, type Stream } from "../../sinks/files/streams";

/** All that a run writes, file by file, as one digest: of records, or of lines that are already written. */
export class BytesCollector implements Outputs {
  private readonly hashes = new Map<Stream, Hash>(ALL_STREAMS.map((stream) => [stream, createHash("sha256")]));
  /** Which of the lines no longer stand: they are taken out once all is written, so their order says nothing. */
  private readonly gone: string[] = [];
  /** Every change, for an engine that emits those. */
  readonly revisions = revisionsTo((stream, record) => this.line(stream, record));

  measurement(record: MeasurementRecord): void {
    this.line("measurements", record);
  }

  deadline(record: DeadlineRecord): void {
    this.line("deadlines", record);
  }

  conversation(record: ConversationRecord): void {
    this.line("conversations", record);
  }

  rejection(rejection: Rejection): void {
    this.line("rejects", toRejectionRecord(rejection));
  }

  superseded({ conversationId, revision }: Pick<FinalEmission, "conversationId" | "revision">): void {
    this.gone.push(`${conversationId} ${String(revision)}`);
  }

  append(stream: Stream, bytes: Uint8Array): void {
    this.hashes.get(stream)?.update(bytes);
  }

  private line(stream: Stream, record: object): void {
    this.hashes.get(stream)?.update(`${JSON.stringify(record)}\n`);
  }

  digest(): string {
    const all = createHash("sha256");
    for (const hash of this.hashes.values()) all.update(hash.digest());
    all.update(this.gone.sort().join("\n"));
    return all.digest("hex").slice(0, 32);
  }
}
