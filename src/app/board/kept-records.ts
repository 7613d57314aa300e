import { documentAt } from "../../decoding/decode";
import { recordsIn, type Decoded } from "../../models/decoded";
import { createRecordReader } from "../../decoding/bytes/record-reader";
import { isSamePosition, type Position } from "../../models/position";
import type { RecordAtHand } from "../trace-records";

/** A record as it came. */
interface KeptRecord {
  readonly bytes: Buffer;
  readonly position: Position;
}

/** The records of conversations as they came, for whoever asks why; those whose last news is oldest go first. */
export class KeptRecords {
  private readonly records = new Map<string, KeptRecord[]>();
  private readonly reader = createRecordReader();
  private bytes = 0;

  constructor(private readonly bytesMax: number) {}

  keep(conversationId: string, bytes: Buffer, position: Position): void {
    const known = this.records.get(conversationId) ?? [];
    this.records.delete(conversationId);
    this.records.set(conversationId, known);
    known.push({ bytes, position });
    this.bytes += bytes.length;
    for (const [id, records] of this.records) {
      if (this.bytes <= this.bytesMax || id === conversationId) return;
      this.records.delete(id);
      this.bytes -= records.reduce((sum, record) => sum + record.bytes.length, 0);
    }
  }

  /** What is kept of a conversation, decoded again; undefined where it is not. */
  of(conversationId: string): RecordAtHand[] | undefined {
    return this.records.get(conversationId)?.flatMap(({ bytes, position }) => {
      const { item: _, ...place } = position;
      const records = recordsIn(this.reader.readAll(bytes, 0, bytes.length, () => place));
      // One alone may be of a page, in which it has a number that it does not have here.
      const isIt = (decoded: Decoded) => records.length === 1 || isSamePosition(decoded.position, position);
      return records.flatMap((decoded) =>
        decoded.kind === "observations" && isIt(decoded)
          ? [{ decoded: { ...decoded, position }, document: documentAt(bytes, position) }]
          : [],
      );
    });
  }
}
