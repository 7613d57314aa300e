import type { Instant } from "../models/instant";
import type { AcceptedRecord } from "../models/accepted-record";
import type { ByteStore } from "./byte-store";
import { PackedRecords } from "./packed-records";
import { Packer } from "./packer";
import { Unpacker } from "./unpacker";

/** Reads and writes a block of packed records. */
export class RecordBlock {
  /** The batch at whose beginning it was marked: until that is settled it must stay as it is. */
  markedIn = 0;
  private packer: Packer | undefined;
  /** The records of the last instant, while it is being written. */
  private tail: AcceptedRecord[] | undefined;
  /** What its bytes were unpacked with, while they are all that it has. */
  private unpacker: Unpacker | undefined;

  constructor(
    private readonly store: ByteStore,
    readonly packed = new PackedRecords(),
  ) {}

  get count(): number {
    return this.packed.count;
  }

  get firstAt(): Instant {
    return this.packed.firstAt;
  }

  get lastAt(): Instant {
    return this.packed.lastAt;
  }

  /** Adds a record that is not earlier than the last. */
  append(record: AcceptedRecord): void {
    this.packer ??= this.hydratePacker();
    const { bytes, length } = this.packer.pack(record);
    this.store.append(this.packed, bytes, length);
    if (record.at > this.lastAt || this.tail === undefined) this.tail = [record];
    else this.tail.push(record);
    if (this.count === 0) this.packed.firstAt = record.at;
    this.packed.lastAt = record.at;
    this.packed.count += 1;
  }

  records(): AcceptedRecord[] {
    const unpacker = new Unpacker(this.bytes());
    const records = unpacker.unpack();
    if (this.packer === undefined) {
      this.unpacker = unpacker;
      this.tail = records.filter(({ at }) => at === this.lastAt);
    }
    return records;
  }

  /** The records of its last instant. */
  lastAtSameInstant(): readonly AcceptedRecord[] {
    if (this.tail === undefined) this.records();
    return this.tail ?? [];
  }

  /** Takes other records instead of those it has. */
  replace(records: readonly AcceptedRecord[]): void {
    this.release();
    for (const record of records) this.append(record);
  }

  /** Forgets what only writing needs. */
  hibernate(): void {
    this.packer = undefined;
    this.unpacker = undefined;
    this.tail = undefined;
  }

  /** Its bytes, as they are packed. */
  bytes(): Uint8Array {
    return this.store.read(this.packed);
  }

  /** Takes over what was packed before. */
  load(bytes: Uint8Array, count: number, firstAt: Instant, lastAt: Instant): void {
    this.store.append(this.packed, bytes, bytes.length);
    Object.assign(this.packed, { count, firstAt, lastAt });
  }

  release(): void {
    this.store.release(this.packed);
    this.hibernate();
    Object.assign(this.packed, EMPTY);
  }

  private hydratePacker(): Packer {
    const packer = new Packer();
    if (this.count > 0 && this.unpacker === undefined) this.records();
    if (this.unpacker !== undefined) packer.goOnAfter(this.unpacker);
    this.unpacker = undefined;
    return packer;
  }
}

const EMPTY = { count: 0, firstAt: Infinity, lastAt: -Infinity };
