import { createHash, type Hash } from "node:crypto";

import type { FinalEmission, Outputs } from "../../engine/ports";
import { linesTo, revisionsTo } from "../../sinks/files/lines-to";
import { ALL_STREAMS, type Stream } from "../../sinks/files/streams";

/** All that a run writes, file by file, as one digest: of records, or of lines that are already written. */
export class BytesCollector {
  private readonly hashes = new Map<Stream, Hash>(ALL_STREAMS.map((stream) => [stream, createHash("sha256")]));
  /** Which of the lines no longer stand: they are taken out once all is written, so their order says nothing. */
  private readonly gone: string[] = [];
  readonly outputs: Outputs = {
    ...linesTo((stream, { bytes }) => this.append(stream, bytes)),
    superseded: (emission) => this.superseded(emission),
  };
  /** Every change, for an engine that emits those. */
  readonly revisions = revisionsTo((stream, { bytes }) => this.append(stream, bytes));

  superseded({ conversationId, revision }: Pick<FinalEmission, "conversationId" | "revision">): void {
    this.gone.push(`${conversationId} ${String(revision)}`);
  }

  append(stream: Stream, bytes: Uint8Array): void {
    this.hashes.get(stream)?.update(bytes);
  }

  digest(): string {
    const all = createHash("sha256");
    for (const hash of this.hashes.values()) all.update(hash.digest());
    all.update(this.gone.sort().join("\n"));
    return all.digest("hex").slice(0, 32);
  }
}
