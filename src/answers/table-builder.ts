import type { FinalConversation } from "../models/final-conversation";
import { isTouched, type Gap } from "../models/gap";
import type { Cell, PromiseCount, TimeName } from "./cell";
import { ChecksCollector, type Check } from "./checks";
import { countTime } from "./count-times";
import { countWaitFact, countWaiting } from "./count-waits";
import { groupOf, type Dimensions, type GroupValues } from "./dimensions";
import { gapsOf } from "../models/gap-spans";
import { Grid } from "./grid";
import { partiesOf, type Parties } from "../models/parties";
import { instantIn } from "../models/life";
import { promisesOf, type PromiseFact } from "./promises";
import type { TimedValue } from "./spans";
import type { TableOptions } from "./table-options";
import { waitsOf, type WaitFact } from "./waits";
import { workOf, type WorkFact } from "./work";

/** What a table comes to: its cells, what was checked of them, and what it was made of. */
export interface BuiltTable {
  readonly grid: Grid;
  readonly checks: readonly Check[];
  /** Those of which there is a view. */
  readonly conversations: number;
  /** The latest instant in the data; undefined where there are none. */
  readonly until: number | undefined;
  /** Promises that stand in no interval, as they have no instant by the day rule. */
  readonly promisesWithoutDay: number;
}

const COUNT_BY_STATUS = {
  met: "kept",
  late: "late",
  missed: "missed",
  overdue: "overdue",
  cancelled: "withdrawn",
  pending: "open",
  dueSoon: "open",
} as const satisfies Readonly<Record<string, PromiseCount>>;

/** Adds conversations up into a table, in whatever order they come: nothing in it depends on that. */
export class TableBuilder {
  private readonly grid: Grid;
  private readonly checks: ChecksCollector;
  /** Waits that are not over, with the gaps since: how long they go on in the table is known only once the data have ended. */
  private readonly open: (readonly [wait: WaitFact, touchedBy: readonly number[]])[] = [];
  /** The gaps that may have touched the conversation that is being counted. */
  private gaps: readonly Gap[] = [];
  private conversations = 0;
  private until = -Infinity;
  private promisesWithoutDay = 0;

  constructor(private readonly options: TableOptions) {
    this.grid = new Grid(options.intervals, options.window);
    this.checks = new ChecksCollector(options);
  }

  take(conversation: FinalConversation): void {
    const parties = partiesOf(conversation);
    const { waits, incomplete } = waitsOf(conversation, parties);
    const work = workOf(conversation, parties);
    // Of one without a view, all lines may have been passed by.
    if (conversation.views.length > 0) this.conversations += 1;
    this.gaps = gapsOf(conversation, this.options.gaps);
    this.noteInstants(conversation.views, parties);
    for (const wait of waits) this.takeWait(wait);
    for (const { dimensions, at } of incomplete) {
      this.markFrom(at, at);
      for (const cell of this.grid.cellsAt(this.groupOf(dimensions), at)) cell.waits.incomplete += 1;
    }
    for (const fact of work) this.takeWork(fact);
    this.grid.touchedBy = [];
    this.takeWorkers(work);
    for (const promise of promisesOf(conversation, parties)) this.takePromise(promise);
    this.checks.compare(conversation, waits);
  }

  finish(): BuiltTable {
    const { grid, conversations, promisesWithoutDay } = this;
    for (const [wait, touchedBy] of this.open) {
      grid.touchedBy = touchedBy;
      countWaiting(grid, this.groupOf(wait.dimensions), wait, this.options.attribution, this.until);
      this.checks.countWaiting(wait, this.until);
    }
    const until = this.until === -Infinity ? undefined : this.until;
    return { grid, checks: this.checks.finish(grid), conversations, until, promisesWithoutDay };
  }

  /** Marks what is counted next, as it went on from an instant to another. */
  private markFrom(startAt: number, endAt: number): void {
    const { gaps } = this;
    const isIt = (gap: Gap) => gaps.includes(gap) && isTouched(gap, startAt, endAt);
    this.grid.touchedBy =
      gaps.length === 0 ? [] : this.options.gaps.flatMap((gap, index) => (isIt(gap) ? [index + 1] : []));
  }

  private groupOf(dimensions: Dimensions): GroupValues {
    return groupOf(this.options.by, dimensions);
  }

  /** Of the views alone, as numbers are not all read; each is final at an instant of these. By the text, which is as wide for all. */
  private noteInstants(views: FinalConversation["views"], { all }: Parties): void {
    let latest = "";
    const note = (date = "") => {
      if (date > latest) latest = date;
    };
    for (const { lastNews } of views) note(lastNews);
    for (const { communication } of all) {
      note(communication.connectedTime);
      note(communication.endTime);
      note(communication.afterCallWork?.endTime);
    }
    this.until = Math.max(this.until, instantIn(latest || undefined) ?? -Infinity);
  }

  private takeWait(wait: WaitFact): void {
    const { queue, media = "unknown" } = wait.dimensions;
    const values = this.groupOf(wait.dimensions);
    this.markFrom(wait.enteredAt, wait.settledAt ?? Infinity);
    countWaitFact(this.grid, values, wait, this.options.attribution, this.options.limitsFor(queue, media));
    this.checks.countWait(wait);
    if (wait.settledAt === undefined) {
      this.open.push([wait, this.grid.touchedBy]);
      return;
    }
    countWaiting(this.grid, values, wait, this.options.attribution, wait.settledAt);
    this.checks.countWaiting(wait, wait.settledAt);
  }

  private takeWork(fact: WorkFact): void {
    const values = this.groupOf(fact.dimensions);
    const { attribution } = this.options;
    const count = (name: TimeName, timed: TimedValue | undefined) => {
      if (timed === undefined) return;
      this.markFrom(timed.startAt, timed.finalAt);
      countTime(this.grid, values, name, timed, attribution);
      this.checks.countTime(name, timed);
    };
    count("talk", fact.talk);
    count("hold", fact.hold);
    count("afterCallWork", fact.afterCallWork);
    count("handle", fact.handle);
    const { hold, holds } = fact;
    if (hold === undefined || holds === undefined) return;
    this.markFrom(hold.startAt, hold.finalAt);
    for (const cell of this.grid.cellsAt(values, this.instantOf(hold))) {
      cell.heldCommunications += 1;
      cell.holds += holds;
    }
  }

  /** How many people worked in the conversation, group by group: it stands once, in the interval of its first start or last end. */
  private takeWorkers(work: readonly WorkFact[]): void {
    const byGroup = new Map<string, { values: GroupValues; workers: Set<string>; instants: number[] }>();
    for (const { dimensions, worker, handle, talk } of work) {
      const timed = talk ?? handle;
      if (timed === undefined) continue;
      const values = this.groupOf(dimensions);
      const key = JSON.stringify(values);
      const group = byGroup.get(key) ?? { values, workers: new Set<string>(), instants: [] };
      byGroup.set(key, group);
      group.workers.add(worker);
      group.instants.push(this.instantOf(timed));
    }
    const count = (cell: Cell, workers: number) => {
      cell.conversations += 1;
      cell.agents += workers;
    };
    for (const { values, workers, instants } of byGroup.values()) {
      const [cell, total] = this.grid.cellsAt(values, this.onceAt(instants));
      for (const one of [cell, total]) if (one !== undefined) count(one, workers.size);
    }
    const groups = [...byGroup.values()];
    const [first] = groups;
    if (first === undefined) return;
    const [, , total] = this.grid.cellsAt(first.values, this.onceAt(groups.flatMap((group) => group.instants)));
    if (total !== undefined) count(total, new Set(groups.flatMap(({ workers }) => [...workers])).size);
  }

  private takePromise({ dimensions, status, at }: PromiseFact): void {
    const instant = at[this.options.dayRule];
    if (instant === undefined) {
      this.promisesWithoutDay += 1;
      return;
    }
    const { requested = instant, talked = Infinity } = at;
    this.markFrom(Math.min(requested, instant), Math.max(talked, instant));
    for (const cell of this.grid.cellsAt(this.groupOf(dimensions), instant)) {
      cell.promises.promised += 1;
      cell.promises[COUNT_BY_STATUS[status]] += 1;
    }
  }

  private instantOf({ startAt, finalAt }: TimedValue): number {
    return this.options.attribution === "start" ? startAt : finalAt;
  }

  private onceAt(instants: readonly number[]): number {
    return this.options.attribution === "start" ? Math.min(...instants) : Math.max(...instants);
  }
}
