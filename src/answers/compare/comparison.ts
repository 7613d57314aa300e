import type { Intervals } from "../../calendars/intervals";
import type { FinalConversation } from "../../models/final-conversation";
import { compareText } from "../../models/position";
import { changesIn, type Change } from "./changes";

/** How many records of a name an interval has on one side, and what their values come to (deadlines have none). */
export interface SideCount {
  readonly count: number;
  readonly sum: number;
}

/** The two sides of a measurement's name, or of a deadline's kind and status, in one interval. */
export interface CompareRow {
  /** ISO-8601 with the zone's offset. */
  readonly from: string;
  readonly kind: "measurement" | "deadline";
  /** `tTalk`; of a deadline with its status: `answer late`. */
  readonly name: string;
  readonly a: SideCount;
  readonly b: SideCount;
}

/** A change with why it came about. */
export interface ReasonedChange extends Change {
  readonly reason: string;
}

/** How two sets of final records compare. */
export interface Comparison {
  readonly conversations: Readonly<Record<"same" | "moved" | "onlyInA" | "onlyInB", number>>;
  readonly rows: readonly CompareRow[];
  readonly changes: readonly ReasonedChange[];
}

/** By what two sides are compared. */
export interface CompareOptions {
  readonly intervals: Intervals;
  readonly format: (at: number) => string;
  readonly reasonOf: (change: Change, sides: ConversationSides) => string;
}

/** A conversation as the two sides have it; one of them may not. */
export interface ConversationSides {
  readonly a: FinalConversation | undefined;
  readonly b: FinalConversation | undefined;
}

type Draft = { readonly start: number; readonly kind: CompareRow["kind"]; readonly name: string } & Record<
  "a" | "b",
  { count: number; sum: number }
>;

/** Compares conversation by conversation. It holds the counts, and each change. */
export class ComparisonBuilder {
  private readonly drafts = new Map<string, Draft>();
  private readonly changes: ReasonedChange[] = [];
  private readonly conversations = { same: 0, moved: 0, onlyInA: 0, onlyInB: 0 };

  constructor(private readonly options: CompareOptions) {}

  /** Takes a conversation as the two sides have it; one of them may not. */
  take(a: FinalConversation | undefined, b: FinalConversation | undefined): void {
    if (a !== undefined) this.count(a, "a");
    if (b !== undefined) this.count(b, "b");
    const changes = changesIn(a, b);
    const isOne = a === undefined ? "onlyInB" : b === undefined ? "onlyInA" : undefined;
    this.conversations[isOne ?? (changes.length === 0 ? "same" : "moved")] += 1;
    for (const change of changes) this.changes.push({ ...change, reason: this.options.reasonOf(change, { a, b }) });
  }

  finish(): Comparison {
    const drafts = [...this.drafts.values()].sort(
      (left, right) =>
        left.start - right.start || compareText(left.kind, right.kind) || compareText(left.name, right.name),
    );
    const rows = drafts.map(({ start, ...row }) => ({ from: this.options.format(start), ...row }));
    return { conversations: this.conversations, rows, changes: this.changes };
  }

  private count({ measurements, deadlines }: FinalConversation, side: "a" | "b"): void {
    for (const { name, value, emitDate } of measurements) this.add(side, "measurement", name, emitDate, value);
    for (const { kind, status, dueAt } of deadlines)
      if (dueAt !== undefined) this.add(side, "deadline", `${kind} ${status ?? "—"}`, dueAt, 0);
  }

  private add(side: "a" | "b", kind: CompareRow["kind"], name: string, date: string, value: number): void {
    const start = this.options.intervals.startOf(Date.parse(date));
    const key = `${String(start)} ${kind} ${name}`;
    let draft = this.drafts.get(key);
    if (draft === undefined) {
      draft = { start, kind, name, a: { count: 0, sum: 0 }, b: { count: 0, sum: 0 } };
      this.drafts.set(key, draft);
    }
    draft[side].count += 1;
    draft[side].sum += value;
  }
}

/** Whether the two sides of a row are not the same. */
export function isMoved({ a, b }: CompareRow): boolean {
  return a.count !== b.count || a.sum !== b.sum;
}
