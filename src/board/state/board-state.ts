import type { BoardSections } from "../../models/board";
import type { BoardRange } from "../../models/board-range";
import type { CallbackRow, BreachRow, ConversationRow, DeadlineRow, RejectRow } from "../../models/board-rows";
import type { GapRecord } from "../../models/gap-record";
import { isOver } from "../../models/conversation-state";
import type { ConversationRecord } from "../../models/view";
import type { BoardRules } from "./board-rules";
import { listConversations, listDeadlines, type ConversationFilter, type DeadlineFilter } from "./lists";
import { partiesOf } from "./parties";
import { waitOutcomes, type WaitOutcome } from "./contributions";
import { breachesOf, callbacksOf, conversationRowOf, presencesOf, type Presence } from "./presence";
import { QueueCount } from "./queue-rows";
import { KnownGaps } from "./known-gaps";
import { gapsWithin, rangeOf, type RangeFilter } from "./range";
import { WaitWindow } from "./window";

/** A conversation as the board knows it. */
interface Known {
  readonly row: ConversationRow;
  readonly presences: readonly Presence[];
  readonly breaches: readonly BreachRow[];
  readonly callbacks: readonly CallbackRow[];
  readonly outcomes: readonly WaitOutcome[];
  readonly deadlines: ConversationRecord["deadlines"];
  readonly gaps: readonly GapRecord[];
  /** Its view as JSON, where nobody else has it. */
  readonly text: Buffer | undefined;
}

const REJECTS_KEPT = 200;
const ROWS_MAX = 100;

/** What a board shows, as a function of the last view of each conversation: so two boards on one source agree. */
export class BoardState {
  private readonly open = new Map<string, Known>();
  /** By their last news to the board; the oldest first. */
  private readonly ended = new Map<string, Known>();
  /** What evicted conversations have added to the window. */
  private readonly forgotten = new Map<string, readonly WaitOutcome[]>();
  private readonly window: WaitWindow;
  private readonly rejected = new Map<string, number>();
  private rejects: readonly RejectRow[] = [];
  private readonly marks = new KnownGaps();
  private ofSource: readonly GapRecord[] = [];
  private latest = -Infinity;
  private earliest = Infinity;
  /** The last news of what was evicted: what is older may be missing. */
  private missingTo = -Infinity;

  constructor(private readonly rules: BoardRules) {
    this.window = new WaitWindow(rules.windowMs);
  }

  /** Takes a view in the place of the one before; a retraction takes that out. `text` is its JSON, to be kept where its source does not keep it. */
  take(view: ConversationRecord, text: Buffer | undefined): void {
    const { id } = view;
    this.erase(id);
    if (view.retracted === true) return;
    const parties = partiesOf(view);
    const outcomes = waitOutcomes(view, parties, this.rules.shortAbandonMs);
    for (const outcome of outcomes) this.window.add(outcome, 1);
    const presences = presencesOf(parties);
    const row = conversationRowOf(view, parties, presences);
    const [breaches, callbacks] = [breachesOf(view, parties), callbacksOf(view, parties, this.rules.callingLook)];
    (isOver(view) ? this.ended : this.open).set(id, {
      row,
      presences,
      breaches,
      callbacks,
      outcomes,
      deadlines: view.deadlines,
      gaps: view.gaps ?? [],
      text,
    });
    this.marks.add(view.gaps ?? [], 1);
    this.latest = Math.max(this.latest, Date.parse(view.lastNews));
    this.earliest = Math.min(this.earliest, Date.parse(view.startTime));
  }

  /** Takes a conversation out, with what it added. */
  erase(id: string): void {
    const known = this.open.get(id) ?? this.ended.get(id);
    this.marks.add(known?.gaps ?? [], -1);
    for (const outcome of known?.outcomes ?? this.forgotten.get(id) ?? []) this.window.add(outcome, -1);
    this.open.delete(id);
    this.ended.delete(id);
    this.forgotten.delete(id);
  }

  /** Notes that something could not be folded. */
  reject(row: RejectRow): void {
    this.rejected.set(row.reason, (this.rejected.get(row.reason) ?? 0) + 1);
    this.rejects = [row, ...this.rejects.slice(0, REJECTS_KEPT - 1)];
  }

  /** Takes the gaps that its source knows of, whether they touch a conversation or not. */
  lack(gaps: readonly GapRecord[]): void {
    this.ofSource = gaps;
  }

  /** The gaps in the data: those of its source, and those that conversations are marked with. */
  gaps(): readonly GapRecord[] {
    return this.marks.with(this.ofSource);
  }

  /** The latest instant of any news; -Infinity where there was none. */
  latestNews(): number {
    return this.latest;
  }

  /** The tables as of an instant. Lets go of what is too old for them. */
  tables(asOf: number): Pick<BoardSections, "queues" | "breaches" | "callbacks" | "totals"> {
    this.evict(asOf);
    const count = new QueueCount();
    const breaches: BreachRow[] = [];
    const callbacks: CallbackRow[] = [];
    for (const { row, presences, breaches: its, callbacks: owed } of this.open.values()) {
      count.add(presences, row);
      // Another clock than this page's may have called broken what is not due here yet.
      breaches.push(...its.filter(({ dueAt }) => Date.parse(dueAt) <= asOf));
      callbacks.push(...owed);
      for (const callback of owed) count.addCallback(callback, asOf, row.lastNews);
    }
    for (const { row } of this.ended.values()) for (const queueId of row.queueIds) count.hear(queueId, row.lastNews);
    const sums = this.window.sums(asOf);
    const totals = count.totals(sums.values(), breaches.length, callbacks.length);
    const queues = count.rows(sums, gapsWithin(this.gaps(), asOf - this.rules.windowMs, asOf).length > 0);
    return { totals, queues, breaches: byDue(breaches), callbacks: byDue(callbacks) };
  }

  counts(): { readonly open: number; readonly known: number; readonly rejections: Readonly<Record<string, number>> } {
    const known = this.open.size + this.ended.size;
    return { open: this.open.size, known, rejections: Object.fromEntries([...this.rejected].sort()) };
  }

  /** Whether a conversation is shown. */
  has(id: string): boolean {
    return this.open.has(id) || this.ended.has(id);
  }

  /** The JSON of a view, where it was given to be kept. */
  text(id: string): Buffer | undefined {
    return (this.open.get(id) ?? this.ended.get(id))?.text;
  }

  recentRejects(): readonly RejectRow[] {
    return this.rejects;
  }

  /** Conversations of a kind, by id or the newest first. */
  conversations(filter: ConversationFilter): ConversationRow[] {
    return listConversations([...this.open.values(), ...this.ended.values()], filter);
  }

  /** Deadlines of open conversations, by due instant and id. */
  deadlines(filter: DeadlineFilter): DeadlineRow[] {
    return listDeadlines(this.open.values(), filter);
  }

  /** What happened within a range of the data's time; `asOf` is what is now. */
  range(filter: RangeFilter, asOf: number): BoardRange {
    const from = Math.max(this.earliest, this.missingTo + 1);
    return rangeOf([...this.open.values(), ...this.ended.values()], filter, { from, to: asOf }, this.gaps());
  }

  private evict(asOf: number): void {
    this.window.moveTo(asOf);
    for (const [id, outcomes] of this.forgotten) {
      if (outcomes.every(({ at }) => at < asOf - this.rules.windowMs)) this.forgotten.delete(id);
    }
    for (const [id, { outcomes, row, gaps }] of this.ended) {
      if (this.ended.size <= this.rules.endedMax) return;
      this.ended.delete(id);
      this.marks.add(gaps, -1);
      this.missingTo = Math.max(this.missingTo, Date.parse(row.lastNews));
      if (outcomes.length > 0) this.forgotten.set(id, outcomes);
    }
  }
}

function byDue<Row extends { readonly id: string; readonly dueAt: string | null }>(rows: Row[]): Row[] {
  const due = ({ dueAt }: Row) => dueAt ?? "~";
  rows.sort((one, other) => (due(one) < due(other) ? -1 : due(one) > due(other) ? 1 : one.id < other.id ? -1 : 1));
  return rows.slice(0, ROWS_MAX);
}
