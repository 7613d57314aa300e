import type { FinalConversation } from "../models/final-conversation";
import { TIME_NAMES, WAIT_COUNTS, type Cell, type TimeName } from "./cell";
import { countWaitFact, countWaiting } from "./count-waits";
import { groupOf, type Dimension } from "./dimensions";
import { Grid, type GridGroup } from "./grid";
import type { TimedValue } from "./spans";
import type { TableOptions } from "./table-options";
import type { WaitFact } from "./waits";

/** What was checked of a table, and where it does not hold. */
export interface Check {
  readonly name: string;
  readonly meaning: string;
  readonly violations: readonly string[];
}

/** The one check that lays two outputs beside each other: of a service that is writing, one may be ahead of the other. */
const ACROSS_OUTPUTS = "measurements";

/** Whether a check compares two outputs, which may have been read at different moments; the others hold of whatever was read. */
export function isAcrossOutputs({ name }: Pick<Check, "name">): boolean {
  return name === ACROSS_OUTPUTS;
}

const QUEUE_AND_MEDIA: readonly Dimension[] = ["queue", "media"];

/** Counts beside a table what must come out the same, and says where it does not. */
export class ChecksCollector {
  /** Waits by queue and medium, each count at its own instant, whatever the table's rule and groups are. */
  private readonly own: Grid;
  private readonly timesMs = new Map<TimeName, number>();
  private readonly counted = new Map<string, { views: number; measurements: number }>();
  private readonly isWhole: boolean;

  constructor(private readonly options: TableOptions) {
    this.own = new Grid(options.intervals, options.window);
    this.isWhole = options.window.from === -Infinity && options.window.to === Infinity;
  }

  countWait(wait: WaitFact): void {
    const { queue, media = "unknown" } = wait.dimensions;
    const values = groupOf(QUEUE_AND_MEDIA, wait.dimensions);
    countWaitFact(this.own, values, wait, "final", this.options.limitsFor(queue, media));
  }

  countWaiting(wait: WaitFact, until: number): void {
    countWaiting(this.own, groupOf(QUEUE_AND_MEDIA, wait.dimensions), wait, "final", until);
  }

  countTime(name: TimeName, { valueMs }: TimedValue): void {
    this.timesMs.set(name, (this.timesMs.get(name) ?? 0) + valueMs);
  }

  /** Compares what the views say of the waits of a conversation with its measurements. */
  compare({ measurements }: FinalConversation, waits: readonly WaitFact[]): void {
    const measured = (name: string) => measurements.filter((one) => one.name === name).length;
    const over = (outcome: string) => waits.filter((wait) => wait.outcome === outcome && hasLength(wait));
    const short = over("abandoned").filter((wait) => this.isShort(wait));
    this.add("nOffered", waits.length, measured("nOffered"));
    this.add("tAbandon", over("abandoned").length, measured("tAbandon"));
    this.add("tFlowOut", over("flowOut").length, measured("tFlowOut"));
    this.add("tShortAbandon", short.length, measured("tShortAbandon"));
  }

  finish(grid: Grid): Check[] {
    return [
      {
        name: "waiting",
        meaning:
          "waiting at the start + offered = answered + abandoned + flowed out + cancelled + waiting at the end, per queue, medium and interval, each counted at its own instant",
        violations: [...this.own.groups.values()].flatMap(waitingViolations),
      },
      {
        name: "sums",
        meaning: "the intervals of a group come to its total, and the groups to the whole",
        violations: [...sumViolations(grid), ...this.timeViolations(grid)],
      },
      {
        name: ACROSS_OUTPUTS,
        meaning: "the waits in the views are as many as nOffered, tAbandon, tFlowOut and tShortAbandon say",
        violations: [...this.counted].flatMap(([name, { views, measurements }]) =>
          views === measurements
            ? []
            : [`${name}: ${String(views)} in the views, ${String(measurements)} measured${adviceFor(name)}`],
        ),
      },
    ];
  }

  private add(name: string, views: number, measurements: number): void {
    const known = this.counted.get(name) ?? { views: 0, measurements: 0 };
    this.counted.set(name, { views: known.views + views, measurements: known.measurements + measurements });
  }

  private isShort({ dimensions: { queue, media = "unknown" }, leftAt = NaN, enteredAt }: WaitFact): boolean {
    const { shortAbandonMs } = this.options.limitsFor(queue, media);
    return shortAbandonMs !== undefined && leftAt - enteredAt < shortAbandonMs;
  }

  /** Where the table has no bounds, it holds every millisecond that was measured. */
  private timeViolations(grid: Grid): string[] {
    if (!this.isWhole) return [];
    return [...this.timesMs].flatMap(([name, ms]) => {
      const { sumMs } = grid.total.times[name];
      return sumMs === ms ? [] : [`${name}: ${String(sumMs)} ms in the table, ${String(ms)} ms measured`];
    });
  }
}

function adviceFor(name: string): string {
  return name === "tShortAbandon" ? " (was it replayed with the same --policy?)" : "";
}

function hasLength({ enteredAt, leftAt }: WaitFact): boolean {
  return leftAt !== undefined && leftAt > enteredAt;
}

function waitingViolations({ values, cells, total }: GridGroup): string[] {
  const rows = [...cells].map(([start, cell]) => [new Date(start).toISOString(), cell] as const);
  return [...rows, ["total", total] as const].flatMap(([when, { waits }]) => {
    const entered = waits.waitingAtStart + waits.offered;
    const left = waits.answered + waits.abandoned + waits.flowedOut + waits.cancelled + waits.waitingAtEnd;
    if (entered === left) return [];
    return [`${values.map(String).join(", ")}, ${when}: ${String(entered)} came in, ${String(left)} left or wait`];
  });
}

const AT_BOUNDS: ReadonlySet<string> = new Set(["waitingAtStart", "waitingAtEnd"]);
const SUMMED = WAIT_COUNTS.filter((name) => !AT_BOUNDS.has(name));

function sumViolations(grid: Grid): string[] {
  const groups = [...grid.groups.values()];
  const ofGroups = groups.flatMap(({ values, cells, total }) =>
    differences(`group ${values.map(String).join(", ")}`, [...cells.values()], total),
  );
  return [
    ...ofGroups,
    ...differences(
      "all groups",
      groups.map(({ total }) => total),
      grid.total,
    ),
  ];
}

function differences(what: string, parts: readonly Cell[], total: Cell): string[] {
  const numbersOf = (cell: Cell): (readonly [string, number])[] => [
    ...SUMMED.map((name) => [name, cell.waits[name]] as const),
    ...TIME_NAMES.flatMap((name) => [
      [`${name} ms`, cell.times[name].sumMs] as const,
      [`${name} count`, cell.times[name].count] as const,
    ]),
    ...Object.entries(cell.promises).map(([name, count]) => [name, count] as const),
  ];
  const sums = new Map<string, number>();
  for (const part of parts) for (const [name, value] of numbersOf(part)) sums.set(name, (sums.get(name) ?? 0) + value);
  return numbersOf(total).flatMap(([name, value]) => {
    const sum = sums.get(name) ?? 0;
    return sum === value ? [] : [`${what}: ${name} sums to ${String(sum)}, the total is ${String(value)}`];
  });
}
