import { createRandom } from "../../src/consumers/simulation/random";
import { createEngine, type Engine } from "../../src/engine/engine";
import { recordsIn, type Decoded } from "../../src/models/decoded";
import { hasCanary } from "./canary";
import { explainSome } from "./explained";
import { finalsOf, GOOD, isGood, policyOf, UNTIL } from "./neighbours";
import { Collector, type Shown } from "./outputs";
import type { Subject } from "./subject";

/** A mutant, with its number. */
export interface Mutant {
  readonly number: number;
  readonly bytes: Buffer;
}

/** What went wrong with mutants: with one, or with several of which none does it alone. */
export interface Fault {
  readonly numbers: readonly number[];
  readonly what: string;
}

interface Read {
  readonly mutant: Mutant;
  readonly decoded: readonly Decoded[];
}

/** Reads mutants in both ways. A mutant that cannot be read, or is read in two ways, is a fault and is left out of what follows. */
export function readMutants(
  subject: Subject,
  mutants: readonly Mutant[],
  slowMs: number,
): { reads: Read[]; faults: Fault[] } {
  const reader = subject.createReader();
  const reads: Read[] = [];
  const faults: Fault[] = [];
  for (const mutant of mutants) {
    const place = { file: "fuzz", line: mutant.number };
    const startedAt = subject.clock();
    try {
      const whole = subject.decode(mutant.bytes, place);
      const fast = recordsIn(reader.readAll(mutant.bytes, 0, mutant.bytes.length, () => place));
      const difference = differenceOf(fast, whole);
      if (difference === undefined) reads.push({ mutant, decoded: fast });
      else faults.push({ numbers: [mutant.number], what: difference });
    } catch (error) {
      faults.push({ numbers: [mutant.number], what: `decoding threw ${describe(error)}` });
    }
    const ms = subject.clock() - startedAt;
    if (ms > slowMs) faults.push({ numbers: [mutant.number], what: `decoding took ${ms.toFixed(0)} ms` });
  }
  return { reads, faults };
}

function differenceOf(fast: readonly Decoded[], whole: readonly Decoded[]): string | undefined {
  const [one, other] = [JSON.stringify(fast), JSON.stringify(whole)];
  if (one === other) return undefined;
  // Only the order of facts may differ.
  const [first, second] = [sortedText(fast), sortedText(whole)];
  if (first === second) return undefined;
  return `the two readers differ:\n  from bytes ${first.slice(0, 2000)}\n  as a whole ${second.slice(0, 2000)}`;
}

const sortedText = (value: unknown) =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );

/** Folds mutants among the good records. Gives what is wrong, if anything is. */
export async function foldAmongGood(
  subject: Subject,
  reads: readonly Read[],
  isUsual: boolean,
): Promise<string | undefined> {
  const policy = policyOf(isUsual);
  const collector = new Collector();
  try {
    const good = expected(subject, isUsual);
    const engine = createEngine(policy, collector.outputs, { fold: subject.fold });
    const lost = acceptMixed(engine, reads, collector);
    const explained = explainSome(
      reads.map(({ mutant, decoded }) => [mutant.bytes, decoded]),
      policy,
    );
    engine.finish(UNTIL);
    if (collector.fault !== undefined) return `folding threw ${describe(collector.fault.error)}`;
    const shown: readonly Shown[] = [...(await collector.shown(engine.counts())), ...explained];
    const place = shown.find(([, text]) => hasCanary(text));
    if (place !== undefined) return `a personal value is in ${place[0]}:\n  ${around(place[1])}`;
    if (collector.misshapen !== undefined) return `not as its schema says: ${collector.misshapen.slice(0, 2000)}`;
    // Records that lie in one another's list may confirm that time leapt, and make others late by that.
    if (isUsual && reads.some(({ decoded }) => decoded.length > 1)) return undefined;
    if (lost > 0) return `${String(lost)} records of neighbours were not folded`;
    return finalsOf(collector.emitted) === good ? undefined : "neighbours come to other numbers";
  } catch (error) {
    return `folding threw ${describe(error)}`;
  }
}

/** Hands mutants and good records to an engine, mixed by chance. Returns how many good ones were not folded. */
function acceptMixed(engine: Engine, reads: readonly Read[], collector: Collector): number {
  const random = createRandom(reads[0]?.mutant.number ?? 0, GOOD.length);
  const foreign = reads.flatMap(({ decoded }) => decoded);
  const mixed: Decoded[] = [];
  let next = 0;
  for (const good of GOOD) {
    while (next < foreign.length && random.int(0, GOOD.length) < foreign.length)
      mixed.push(...foreign.slice(next, (next += 1)));
    mixed.push(good);
  }
  mixed.push(...foreign.slice(next));
  let lost = 0;
  engine.acceptAll(mixed, (index, outcome) => {
    const decoded = mixed[index];
    if (decoded === undefined) return;
    collector.record(decoded, outcome);
    const isNeighbour = decoded.kind === "observations" && isGood(decoded.conversationId);
    if (isNeighbour && outcome !== "folded" && outcome !== "repeated") lost += 1;
  });
  return lost;
}

const expectedBy = new WeakMap<Subject["fold"], Map<boolean, string>>();

/** What the good conversations come to by themselves. */
function expected({ fold }: Subject, isUsual: boolean): string {
  const known = expectedBy.get(fold) ?? new Map<boolean, string>();
  expectedBy.set(fold, known);
  const before = known.get(isUsual);
  if (before !== undefined) return before;
  const collector = new Collector();
  const engine = createEngine(policyOf(isUsual), collector.outputs, { fold });
  engine.acceptAll(GOOD);
  engine.finish(UNTIL);
  const text = finalsOf(collector.emitted);
  known.set(isUsual, text);
  return text;
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function around(text: string): string {
  const at = text.search(/zqcanary|jane|15550123/i);
  return JSON.stringify(text.slice(Math.max(0, at - 200), at + 100));
}
