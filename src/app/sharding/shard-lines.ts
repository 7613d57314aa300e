import type { DamagedFile } from "../../consumers/files/log-source";
import type { FinalEmission, Outputs } from "../../engine/ports";
import type { Decoded } from "../../models/decoded";
import { describeFault, type Fault, type FaultReport } from "../../models/fault";
import type { EncodedLines } from "../../sinks/files/encoded-lines";
import { linesTo, revisionsTo, type TakeLines } from "../../sinks/files/lines-to";
import type { Stream } from "../../sinks/files/streams";
import type { Batch, WorkerCheckpoint, Lines } from "./protocol";

/** Gathers what a worker emits for a range of the log, each line with its place among those of all workers. */
export class ShardLines {
  /** The place of what is emitted now: that of the record which causes it. */
  place = 0;
  private phase: Batch["phase"] = "log";
  private streams = new Map<Stream, Gathered>();
  private values: number[] = [];
  private names: string[] = [];
  private unknown: (readonly [number, string])[] = [];
  private conversations: number[] = [];
  private faults: FaultReport[] = [];
  private gone: (readonly [string, number])[] = [];
  private lines = 0;

  /** What stands, for an engine that emits finals. */
  readonly outputs: Outputs;
  /** Every change, for an engine that emits those. */
  readonly revisions: Outputs;

  constructor(private readonly isWriting: boolean) {
    const add: TakeLines = (stream, encoded, id) => this.add(stream, encoded, id);
    const fault = (one: Fault) => this.fault(one);
    const lines = linesTo(add);
    this.outputs = {
      ...lines,
      measurement: (record, before) => {
        lines.measurement(record, before);
        this.count(record.name, record.value, undefined);
      },
      stage: (emission) => this.staged(emission, lines.stage(emission)),
      superseded: (emission) => this.superseded(emission),
      fault,
    };
    this.revisions = { ...revisionsTo(add), fault };
  }

  private staged({ measurements }: FinalEmission, emitLines: () => void): () => void {
    const numbers = measurements.map(({ name, value }) => [name, value] as const);
    return () => {
      emitLines();
      for (const [name, value] of numbers) this.count(name, value, undefined);
    };
  }

  private superseded({ conversationId, revision, measurements }: FinalEmission): void {
    this.gone.push([conversationId, revision]);
    for (const { name, value } of measurements) this.count(name, undefined, value);
  }

  private count(name: string, value: number | undefined, before: number | undefined): void {
    let index = this.names.indexOf(name);
    if (index < 0) index = this.names.push(name) - 1;
    this.values.push(this.place, index, value ?? NaN, before ?? NaN);
  }

  private fault(fault: Fault): void {
    this.faults.push(describeFault(fault));
  }

  /** Notes what only the main thread counts. */
  note(record: Decoded, newConversation: number | undefined, isCounted: boolean): void {
    if (newConversation !== undefined) this.conversations.push(newConversation);
    if (record.kind !== "observations" || !isCounted) return;
    for (const value of record.unknownValues) this.unknown.push([this.place, value]);
  }

  /** How many lines are pending. */
  size(): number {
    return this.lines;
  }

  enter(phase: Batch["phase"]): void {
    this.phase = phase;
  }

  /** What was gathered since the last time. */
  take(
    bytesRead: number,
    records: number,
    damaged: readonly DamagedFile[],
    checkpoint: WorkerCheckpoint | undefined,
  ): Batch {
    const lines: Partial<Record<Stream, Lines>> = {};
    for (const [stream, gathered] of this.streams) lines[stream] = gathered.lines();
    const { phase, names, unknown, faults, gone: superseded } = this;
    const values = Float64Array.from(this.values);
    const conversations = Float64Array.from(this.conversations);
    this.streams = new Map();
    this.values = [];
    this.names = [];
    this.unknown = [];
    this.conversations = [];
    this.faults = [];
    this.gone = [];
    this.lines = 0;
    const gathered = { lines, values, names, unknown, conversations, damaged, faults, superseded };
    return { type: "batch", phase, bytesRead, records, ...gathered, ...(checkpoint && { checkpoint }) };
  }

  private add(stream: Stream, lines: EncodedLines, id?: string): void {
    this.lines += lines.lengths.length;
    if (this.isWriting) this.gathered(stream).add(lines, this.place, this.phase === "views" ? id : undefined);
  }

  private gathered(stream: Stream): Gathered {
    const known = this.streams.get(stream);
    if (known !== undefined) return known;
    const gathered = new Gathered();
    this.streams.set(stream, gathered);
    return gathered;
  }
}

/** Lines as bytes, one behind the other, so that no text outlives its line. */
class Gathered {
  private bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private used = 0;
  private readonly lengths: number[] = [];
  private readonly places: number[] = [];
  private readonly ids: string[] = [];

  /** Adds lines, all of one place. */
  add({ bytes, lengths }: EncodedLines, place: number, id: string | undefined): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.used);
    for (const length of lengths) this.note(length, place, id);
  }

  private note(length: number, place: number, id: string | undefined): void {
    this.used += length;
    this.lengths.push(length);
    this.places.push(place);
    if (id !== undefined) this.ids.push(id);
  }

  /** All of them; nothing can be added any more. */
  lines(): Lines {
    const { bytes, used, ids } = this;
    const [lengths, places] = [Uint32Array.from(this.lengths), Float64Array.from(this.places)];
    return { bytes: bytes.subarray(0, used), places, lengths, ...(ids.length > 0 && { ids }) };
  }

  private reserve(bytes: number): void {
    if (this.used + bytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.bytes.length, this.used + bytes));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
  }
}

const FIRST_BYTES = 1 << 16;
