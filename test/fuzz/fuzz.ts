import { mutantOf } from "./mutants";
import type { Subject } from "./subject";
import { foldAmongGood, readMutants, type Fault, type Mutant } from "./trial";

/** What to try. */
export interface FuzzOptions {
  readonly seed: number;
  /** Numbers of mutants: from the first, up to but without the last. */
  readonly from: number;
  readonly until: number;
  /** Ends at this instant of the subject's clock, whatever is left. */
  readonly endsAt: number;
  /** Whoever takes longer than this to read one mutant is too slow. */
  readonly slowMs: number;
  /** Stops after so many faults. */
  readonly faultsMax: number;
  readonly onProgress: (tried: number) => void;
}

/** What came of it. */
export interface FuzzReport {
  readonly tried: number;
  readonly folded: number;
  readonly bytes: number;
  readonly faults: readonly Fault[];
}

/** Mutants that lie in one log together. */
export const BATCH = 256;

/** Tries mutants batch by batch: in both readers, then folded among good records, all outputs looked at. */
export async function fuzz(subject: Subject, options: FuzzOptions): Promise<FuzzReport> {
  const { seed, from, until, endsAt, slowMs, faultsMax, onProgress } = options;
  const faults: Fault[] = [];
  let [tried, folded, bytes] = [0, 0, 0];
  for (let first = from; first < until && faults.length < faultsMax && subject.clock() < endsAt; first += BATCH) {
    const count = Math.min(BATCH, until - first);
    const mutants = Array.from({ length: count }, (_, index): Mutant => {
      return { number: first + index, bytes: mutantOf(seed, first + index) };
    });
    const { reads, faults: found } = readMutants(subject, mutants, slowMs);
    faults.push(...found);
    const batchFault = await foldAmongGood(subject, reads, false);
    if (batchFault !== undefined) faults.push(...(await narrow(subject, reads, batchFault)));
    const alone = reads.slice(0, 1);
    const aloneFault = await foldAmongGood(subject, alone, true);
    if (aloneFault !== undefined)
      faults.push({ numbers: numbersOf(alone), what: `with the usual lateness, ${aloneFault}` });
    tried += count;
    folded += reads.filter(({ decoded }) => decoded.some(({ kind }) => kind === "observations")).length;
    bytes += mutants.reduce((sum, mutant) => sum + mutant.bytes.length, 0);
    onProgress(tried);
  }
  return { tried, folded, bytes, faults };
}

type Reads = Parameters<typeof foldAmongGood>[1];

const numbersOf = (reads: Reads) => reads.map(({ mutant }) => mutant.number);

const NARROWED_MAX = 3;

/** The first mutants of a batch that do it alone; all of them where none does. */
async function narrow(subject: Subject, reads: Reads, what: string): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const read of reads) {
    const own = await foldAmongGood(subject, [read], false);
    if (own !== undefined) faults.push({ numbers: numbersOf([read]), what: own });
    if (faults.length >= NARROWED_MAX) break;
  }
  return faults.length > 0 ? faults : [{ numbers: numbersOf(reads), what }];
}

/** A fault as it can be tried again alone: its seed, its numbers, and the mutants. */
export function describeFault({ numbers, what }: Fault, seed: number): string {
  const shown = numbers
    .slice(0, 3)
    .map((number) => `  ${String(number)} ${mutantOf(seed, number).toString("base64").slice(0, 20_000)}`);
  const range =
    numbers.length > 1 ? `${String(Math.min(...numbers))}-${String(Math.max(...numbers))}` : String(numbers[0]);
  return [`seed ${String(seed)}, --only ${range}: ${what}`, ...shown].join("\n");
}
