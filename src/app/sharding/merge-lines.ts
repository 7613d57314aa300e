import { compareText } from "../../models/position";
import type { Lines } from "./protocol";

/** Lines of one worker, read from the front. */
class Reader {
  private line = 0;
  private offset = 0;

  constructor(private readonly lines: Lines) {}

  get isEmpty(): boolean {
    return this.line === this.lines.lengths.length;
  }

  get place(): number {
    return this.lines.places[this.line] ?? Infinity;
  }

  get id(): string | undefined {
    return this.lines.ids?.[this.line];
  }

  /** Moves over the first line; returns where the next begins. */
  skip(): number {
    this.offset += this.lines.lengths[this.line] ?? 0;
    this.line += 1;
    return this.offset;
  }

  bytes(from: number): Uint8Array {
    return this.lines.bytes.subarray(from, this.offset);
  }

  get at(): number {
    return this.offset;
  }
}

/** Gives the lines of all workers in the order in which one worker alone would emit them: by place. */
export function mergeByPlace(all: readonly Lines[], write: (bytes: Uint8Array) => void): void {
  const readers = all.map((lines) => new Reader(lines)).filter((reader) => !reader.isEmpty);
  for (;;) {
    const [first, second] = twoFirst(readers, (left, right) => left.place - right.place);
    if (first === undefined) return;
    const from = first.at;
    const limit = second?.place ?? Infinity;
    do first.skip();
    while (!first.isEmpty && first.place < limit);
    write(first.bytes(from));
  }
}

function twoFirst(
  readers: readonly Reader[],
  compare: (left: Reader, right: Reader) => number,
): [Reader | undefined, Reader | undefined] {
  let first: Reader | undefined;
  let second: Reader | undefined;
  for (const reader of readers) {
    if (reader.isEmpty) continue;
    if (first === undefined || compare(reader, first) < 0) {
      second = first;
      first = reader;
    } else if (second === undefined || compare(reader, second) < 0) second = reader;
  }
  return [first, second];
}

/** Merges lines that go by their ids, as they come: what may be written before the next of each worker is known. */
export class IdMerger {
  private readonly queues: Reader[][];
  private readonly ended: boolean[];

  constructor(
    workers: number,
    private readonly write: (bytes: Uint8Array) => void,
  ) {
    this.queues = Array.from({ length: workers }, () => []);
    this.ended = Array.from({ length: workers }, () => false);
  }

  add(worker: number, lines: Lines): void {
    if (lines.lengths.length > 0) this.queues[worker]?.push(new Reader(lines));
    this.drain();
  }

  end(worker: number): void {
    this.ended[worker] = true;
    this.drain();
  }

  private drain(): void {
    for (;;) {
      const heads = this.queues.map((queue) => queue[0]);
      if (heads.some((head, worker) => head === undefined && this.ended[worker] !== true)) return;
      const present = heads.filter((head) => head !== undefined);
      const [first] = twoFirst(present, (left, right) => compareText(left.id ?? "", right.id ?? ""));
      if (first === undefined) return;
      const from = first.at;
      first.skip();
      this.write(first.bytes(from));
      if (first.isEmpty) this.queues[heads.indexOf(first)]?.shift();
    }
  }
}
