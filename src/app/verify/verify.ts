import { findInputs, STANDARD_INPUT } from "../../consumers/files/inputs";
import { readLog, type ReadingNews } from "../../consumers/files/log-source";
import { createEngine } from "../../engine/engine";
import type { FoldParticipant } from "../../engine/means";
import type { Outputs } from "../../engine/ports";
import { AppError } from "../../models/app-error";
import type { Decoded } from "../../models/decoded";
import type { Policy } from "../../models/policy";
import { Arranger, type Arrangement } from "./arrangement";
import { narrowDown, type Difference, type KnownRecord } from "./difference";
import { bucketOf, BytesCollector, FinalsCollector, type Finals } from "./finals";

/** What to verify, and how thoroughly. */
export interface VerifyOrder {
  readonly logs: readonly string[];
  readonly policy: Policy;
  readonly recordBytesMax: number;
  /** How many other orders are tried. */
  readonly orders: number;
  readonly seed: number;
  /** The fold; another one than the programme's own is for seeing a fault found. */
  readonly fold?: FoldParticipant;
}

/** One run of the log, and what it came to. */
export interface VerifyRun {
  readonly name: string;
  readonly promise: "P1" | "P2";
  readonly digest: string;
  readonly agrees: boolean;
}

/** Whether the promises hold on a log. */
export interface Verification {
  readonly records: number;
  /** Records that no order can be proved for: without any instant, or late as the log lies. */
  readonly left: { readonly undated: number; readonly late: number };
  readonly runs: readonly VerifyRun[];
  readonly difference: Difference | undefined;
}

/** What a verification tells while it goes on. */
export interface VerifyProgress {
  readonly run: number;
  readonly runs: number;
  readonly name: string;
  readonly share: number;
}

type Feed = (give: (record: Decoded, index: number) => void) => Promise<void>;
type Reading = Pick<ReadingNews, "chunkBytes" | "onDecoded">;

const ODD_CHUNK_BYTES = 4093;

/**
 * Proves on a log that its outputs depend on it alone (P1: read in other pieces, the same bytes) and that its final
 * outputs depend neither on the order nor on repeats of its records (P2). Reads the log once for each run.
 */
export async function verify(
  order: VerifyOrder,
  onProgress: (progress: VerifyProgress) => void,
): Promise<Verification> {
  const files = findInputs(order.logs);
  if (files.some((file) => file.path === STANDARD_INPUT)) {
    throw new AppError("wrongUse", "verify reads a log several times.", "Give it files, not standard input.");
  }
  const arrangements = arrangementsFor(order);
  const all = arrangements.length + 2;
  const bytesAll = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let run = 0;
  const feed = (name: string, reading: Reading = {}): Feed => {
    run += 1;
    const at = run;
    let bytesRead = 0;
    const onBytes = (bytes: number) => {
      bytesRead += bytes;
      onProgress({ run: at, runs: all, name, share: bytesAll === 0 ? 1 : bytesRead / bytesAll });
    };
    const news = { onBytes, onDamage: () => undefined, ...reading };
    return async (give) => {
      let index = 0;
      for await (const batch of readLog(files, order.recordBytesMax, news)) {
        for (const record of batch) give(record, index++);
      }
    };
  };
  const straight = await runStraight(order, feed("as it lies"));
  const pieces = await runStraight(order, feed("read in other pieces", { chunkBytes: ODD_CHUNK_BYTES }));
  const runs: VerifyRun[] = [
    { name: "as it lies", promise: "P1", digest: straight.bytes, agrees: true },
    { name: "read in other pieces", promise: "P1", digest: pieces.bytes, agrees: pieces.bytes === straight.bytes },
  ];
  const left = { undated: straight.undated, late: straight.late.size };
  const base = straight.finals;
  runs.push({ name: "as it lies", promise: "P2", digest: base.digest(), agrees: true });
  for (const arrangement of arrangements) {
    const finals = await runArranged(order, arrangement, straight.late, feed(arrangement.name));
    const agrees = finals.digest() === base.digest();
    runs.push({ name: arrangement.name, promise: "P2", digest: finals.digest(), agrees });
    if (agrees) continue;
    const difference = await findDifference(order, arrangement, straight.late, base.differences(finals), feed);
    return { records: straight.records, left, runs, difference };
  }
  return { records: straight.records, left, runs, difference: undefined };
}

function arrangementsFor({ orders, seed }: VerifyOrder): Arrangement[] {
  const permutations = Array.from({ length: orders }, (_, index) => ({
    name: `in another order${index % 2 === 1 ? ", with repeats" : ""} (seed ${String(seed + index)})`,
    seed: seed + index,
    permuted: true,
    repeated: index % 2 === 1,
  }));
  return [{ name: `with repeats (seed ${String(seed)})`, seed, permuted: false, repeated: true }, ...permutations];
}

interface StraightRun {
  readonly records: number;
  readonly undated: number;
  readonly late: ReadonlySet<number>;
  readonly bytes: string;
  readonly finals: FinalsCollector;
}

async function runStraight(order: VerifyOrder, feed: Feed): Promise<StraightRun> {
  const bytes = new BytesCollector();
  const finals = new FinalsCollector();
  const whole = createEngine(order.policy, bytes, order.fold);
  const proved = createEngine(order.policy, finals, order.fold);
  const late = new Set<number>();
  let records = 0;
  let undated = 0;
  await feed((record, index) => {
    records += 1;
    if (whole.accept(record) === "late") late.add(index);
    else if (isUndated(record)) undated += 1;
    else proved.accept(record);
  });
  whole.finish();
  proved.finish();
  return { records, undated, late, bytes: bytes.digest(), finals };
}

function isUndated(record: Decoded): boolean {
  return record.kind === "observations" && record.at === undefined;
}

async function runArranged(
  order: VerifyOrder,
  arrangement: Arrangement,
  late: ReadonlySet<number>,
  feed: Feed,
): Promise<Finals> {
  const finals = new FinalsCollector();
  await arrange(order, arrangement, late, feed, finals);
  return finals;
}

async function arrange(
  order: VerifyOrder,
  arrangement: Arrangement,
  late: ReadonlySet<number>,
  feed: Feed,
  outputs: Outputs,
  onGiven: (record: Decoded) => void = () => undefined,
): Promise<void> {
  const engine = createEngine(order.policy, outputs, order.fold);
  const arranger = new Arranger(arrangement, order.policy.latenessMs, (record) => {
    onGiven(record);
    engine.accept(record);
  });
  await feed((record, index) => {
    if (!late.has(index) && !isUndated(record)) arranger.take(record);
  });
  arranger.end();
  engine.finish();
}

/** Goes through the log twice more: for the conversation that differs, then for its records in both orders. */
async function findDifference(
  order: VerifyOrder,
  arrangement: Arrangement,
  late: ReadonlySet<number>,
  buckets: ReadonlySet<number>,
  feed: (name: string, reading?: Reading) => Feed,
): Promise<Difference> {
  const inOrder = new Map<string, KnownRecord[]>();
  const arranged = new Map<string, Decoded[]>();
  const collect = (record: Decoded, into: (conversationId: string) => void) => {
    if (record.kind === "observations" && buckets.has(bucketOf(record.conversationId))) into(record.conversationId);
  };
  const documents = new Map<Decoded, unknown>();
  const onDecoded = (record: Decoded, raw: () => string) => {
    collect(record, () => documents.set(record, JSON.parse(raw())));
  };
  await feed("looking for the conversation", { onDecoded })((record, index) => {
    if (late.has(index) || isUndated(record)) return;
    collect(record, (id) => append(inOrder, id, { decoded: record, document: documents.get(record) }));
  });
  await arrange(order, arrangement, late, feed("looking for its order"), new FinalsCollector(), (record) => {
    collect(record, (id) => append(arranged, id, record));
  });
  const differences = [...inOrder].map(([id, known]) =>
    narrowDown(id, arrangement.name, known, arranged.get(id) ?? [], order.policy, order.fold),
  );
  const found = differences.find(({ isolated }) => isolated) ?? differences[0];
  if (found === undefined) throw new RangeError("two runs differ in a conversation that the log does not have");
  return found;
}

function append<Element>(into: Map<string, Element[]>, id: string, element: Element): void {
  const list = into.get(id);
  if (list === undefined) into.set(id, [element]);
  else list.push(element);
}
