import type { Decoded } from "../models/decoded";
import type { Engine } from "./engine";
import type { RecordOutcome } from "./ports";

/** Large enough for most records of a conversation, at some thousand open ones. */
export const BATCH_RECORDS = 65_536;

/** Called with a record before what it causes is emitted; `note` is what was given with it. */
export type OnBatched<Note> = (record: Decoded, outcome: RecordOutcome, note: Note) => void;

/** Hands records to an engine in batches, as it folds those of a conversation together. */
export class Batcher<Note = undefined> {
  private records: Decoded[] = [];
  private notes: Note[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly onRecord: OnBatched<Note>,
    private readonly recordsMax = BATCH_RECORDS,
  ) {}

  take(record: Decoded, note: Note): void {
    this.records.push(record);
    this.notes.push(note);
    if (this.records.length >= this.recordsMax) this.flush();
  }

  /** Folds the records that it has. */
  flush(): void {
    const { records, notes } = this;
    this.records = [];
    this.notes = [];
    this.engine.acceptAll(records, (index, outcome) => {
      const record = records[index];
      if (record !== undefined) this.onRecord(record, outcome, notes[index] as Note);
    });
  }
}
