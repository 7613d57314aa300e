import { createSchedule } from "./schedule";
import { createCentre, type Centre } from "./centre";
import type { Communication } from "./communication";
import { createRandom, type Random } from "./random";
import { playScenario, type ScenarioSet } from "./scenarios/choice";
import { createScript, type Script, type TruthRow } from "./script";
import { toWire, WIRE_SHAPES, type WireShape } from "./wire/shapes";

/** What is to be simulated. Percentages are of records. */
export interface SimulationOptions {
  readonly seed: number;
  readonly conversations: number;
  /** The first conversation begins here. */
  readonly startAt: number;
  /** The mean time between the beginnings of two conversations, in ms. */
  readonly gapMs: number;
  readonly shapes: readonly WireShape[];
  readonly duplicates: number;
  readonly disorder: number;
  readonly rubbish: number;
  /** A record that is overtaken comes at most this much later, in ms. */
  readonly windowMs: number;
  readonly partitions: number;
  /** Over how many of the centre's queues conversations come. */
  readonly queues?: number;
  /** Which scenarios are played; the usual ones where nothing is said. */
  readonly scenarios?: ScenarioSet;
}

/** A line of the log, or what is true of a conversation that is over, and its communications as they were at the end. */
export type SimulationOutput =
  | { readonly line: string }
  | { readonly truth: readonly TruthRow[]; readonly communications: readonly Communication[] };

/** One record that is ready to be written at an instant, or a conversation whose next step is due then. */
type Due = { readonly record: LogRecord } | { readonly play: Playing };

interface LogRecord {
  readonly partition: number;
  readonly rest: string;
}

interface Playing {
  readonly script: Script;
  readonly shape: WireShape;
  readonly partition: number;
  readonly steps: readonly Script["steps"][number][];
  next: number;
}

/** The options of a usual log: a day at a contact centre. */
export const USUAL_OPTIONS: SimulationOptions = {
  seed: 1,
  conversations: 1000,
  startAt: Date.UTC(2026, 2, 2, 8),
  gapMs: 4_000,
  shapes: WIRE_SHAPES,
  duplicates: 0,
  disorder: 0,
  rubbish: 0,
  windowMs: 5_000,
  partitions: 8,
};

/**
 * Plays a centre: the lines of its log in the order in which they are written, and the truth of each conversation when
 * it is over. Memory depends on how many conversations are going on, not on how many there are.
 */
export function* simulate(options: SimulationOptions): Generator<SimulationOutput> {
  const arrivals = createRandom(options.seed, 0xa11);
  const dirt = createRandom(options.seed, 0xd1e7);
  const centre = simulatedCentre(options);
  const due = createSchedule<Due>();
  const offsets = new Array<number>(options.partitions).fill(0);
  let begun = 0;
  let nextBegin = options.startAt;
  for (;;) {
    while (begun < options.conversations && nextBegin <= due.earliest()) {
      const play = begin(options, centre, begun, nextBegin);
      due.push(play.steps[0]?.at ?? nextBegin, { play });
      begun += 1;
      nextBegin += arrivals.gap(options.gapMs);
    }
    const event = due.pop();
    if (event === undefined) return;
    if ("record" in event.value) {
      yield { line: numbered(event.value.record, offsets) };
      continue;
    }
    if (dirt.chance(options.rubbish)) yield { line: dirt.pick(RUBBISH) };
    const { play } = event.value;
    for (const line of playStep(play, event.at, options, dirt, (at, record) => due.push(at, { record })))
      yield { line: numbered(line, offsets) };
    const following = play.steps[play.next];
    if (following === undefined) yield { truth: play.script.truth, communications: play.script.communications };
    else due.push(following.at, { play });
  }
}

/** The centre that is simulated. */
export function simulatedCentre({ seed, queues }: Pick<SimulationOptions, "seed" | "queues">): Centre {
  const centre = createCentre(createRandom(seed, 0xfeed));
  return { ...centre, queueIds: centre.queueIds.slice(0, queues) };
}

function begin(options: SimulationOptions, centre: Centre, index: number, at: number): Playing {
  const script = createScript(createRandom(options.seed, index + 1), centre);
  const shapes = playScenario(script, at, options.scenarios ?? "usual", options.shapes);
  const steps = [...script.steps].sort((left, right) => left.at - right.at || left.order - right.order);
  const partition = script.random.int(0, options.partitions - 1);
  return { script, shape: script.random.pick(shapes), partition, steps, next: 0 };
}

/** Lets the next step happen and returns the records to write now; overtaken and repeated ones are put off. */
function playStep(
  play: Playing,
  at: number,
  options: SimulationOptions,
  dirt: Random,
  putOff: (at: number, record: LogRecord) => void,
): LogRecord[] {
  const step = play.steps[play.next];
  play.next += 1;
  if (step === undefined) return [];
  const following = play.steps[play.next];
  const touched = step.happen();
  const records = toWire(play.script, at, touched, play.shape).map(({ value, delayMs }): LogRecord => {
    const { conversationId } = play.script;
    const rest = `,"timestamp":${String(at + delayMs)},"key":"${conversationId}","value":${JSON.stringify(value)}}`;
    return { partition: play.partition, rest };
  });
  const isOvertaken = following !== undefined && following.at - at <= options.windowMs && dirt.chance(options.disorder);
  for (const record of records) {
    if (dirt.chance(options.duplicates)) putOff(at + 1 + dirt.int(0, 2_000), record);
  }
  if (!isOvertaken) return records;
  for (const record of records) putOff(following.at + 1, record);
  return [];
}

/** Offsets count what is really written, partition by partition. */
function numbered({ partition, rest }: LogRecord, offsets: number[]): string {
  const offset = offsets[partition] ?? 0;
  offsets[partition] = offset + 1;
  return `{"topic":"participant-updates","partition":${String(partition)},"offset":${String(offset)}${rest}`;
}

/** What logs hold besides records: rubbish, broken records, heartbeats, tombstones. */
const RUBBISH = [
  "not json at all",
  '{"topic":"participant-updates","partition":0,"offset":7,"timestamp":1772438400000,"value":{"id":"4e1',
  '{"topicName":"channel.metadata","eventBody":{"message":"WebSocket Heartbeat"}}',
  '{"topic":"participant-updates","partition":0,"offset":8,"timestamp":1772438400000,"key":"k","value":null}',
  '{"value":{"some":"thing else"},"timestamp":1772438400000}',
  "",
] as const;
