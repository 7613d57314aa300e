import type { Intervals } from "../calendars/intervals";
import { emptyCell, type Cell } from "./cell";
import type { GroupValues } from "./dimensions";
import type { TimeSpan } from "./spans";

/** The half-open span of a table: from an instant on, up to another and without it. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** A group of a grid: its cells by the starts of their intervals, and its total. */
export interface GridGroup {
  readonly values: GroupValues;
  readonly cells: Map<number, Cell>;
  readonly total: Cell;
}

/** Cells by group and interval, with the total of each group and of all: each is counted by itself, so that they can be compared. */
export class Grid {
  readonly groups = new Map<string, GridGroup>();
  readonly total = emptyCell();
  /** The gaps, by number, that may have touched what is counted next: each cell that it is counted in is marked. */
  touchedBy: readonly number[] = [];
  /** One thing is counted several times, in the same group. */
  private last: { readonly values: GroupValues; readonly group: GridGroup } | undefined;

  constructor(
    private readonly intervals: Intervals,
    readonly window: Window,
  ) {}

  /** The cells that something at an instant is counted in, that of its interval first: none where it lies outside of the window. */
  cellsAt(values: GroupValues, at: number): readonly Cell[] {
    const { from, to } = this.window;
    return at >= from && at < to ? this.cellsOf(values, this.intervals.startOf(at)) : [];
  }

  /** Divides a span over the cells of its intervals: each is given its part in ms. */
  split(values: GroupValues, span: TimeSpan, add: (cell: Cell, partMs: number) => void): void {
    const to = Math.min(span.to, this.window.to);
    for (let at = Math.max(span.from, this.window.from); at < to;) {
      const start = this.intervals.startOf(at);
      const end = Math.min(to, this.intervals.endOf(start));
      for (const cell of this.cellsOf(values, start)) add(cell, end - at);
      at = end;
    }
  }

  /**
   * Counts a wait in each interval at whose start, or end, it was going on, and so in the totals of the window. One that is not
   * over has no end; `until` is how far the data reach. What ends at a boundary ends behind it.
   */
  countWaiting(values: GroupValues, entered: number, settled: number, until: number): void {
    const { from, to } = this.window;
    const isOver = (at: number) => settled < at;
    const last = Math.min(settled, until, to - 1);
    for (let at = Math.max(entered, from); at <= last;) {
      const start = this.intervals.startOf(at);
      const end = Math.min(to, this.intervals.endOf(start));
      const [cell] = this.cellsOf(values, start);
      if (cell !== undefined && entered < Math.max(start, from)) cell.waits.waitingAtStart += 1;
      if (cell !== undefined && !isOver(end)) cell.waits.waitingAtEnd += 1;
      at = end;
    }
    if (entered >= to || isOver(from)) return;
    for (const total of [this.groupOf(values).total, this.total]) {
      if (entered < from) total.waits.waitingAtStart += 1;
      if (!isOver(to)) total.waits.waitingAtEnd += 1;
    }
  }

  private cellsOf(values: GroupValues, start: number): readonly Cell[] {
    const group = this.groupOf(values);
    let cell = group.cells.get(start);
    if (cell === undefined) {
      cell = emptyCell();
      group.cells.set(start, cell);
    }
    const cells = [cell, group.total, this.total];
    for (const gap of this.touchedBy) for (const one of cells) one.gaps.add(gap);
    return cells;
  }

  private groupOf(values: GroupValues): GridGroup {
    if (this.last?.values !== values) this.last = { values, group: this.groupLike(values) };
    return this.last.group;
  }

  private groupLike(values: GroupValues): GridGroup {
    const key = JSON.stringify(values);
    let group = this.groups.get(key);
    if (group === undefined) {
      group = { values, cells: new Map(), total: emptyCell() };
      this.groups.set(key, group);
    }
    return group;
  }
}
