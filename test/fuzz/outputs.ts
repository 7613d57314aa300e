import { ServiceMetrics } from "../../src/app/serve/metrics";
import { createSummaryCollector } from "../../src/app/summary";
import { BoardFeed } from "../../src/board/feed";
import { describeSummary } from "../../src/cli/print-summary";
import type { EngineCounts, Outputs, RecordOutcome } from "../../src/engine/ports";
import type { BoardSections } from "../../src/models/board";
import type { Decoded } from "../../src/models/decoded";
import { deadlineRecord } from "../../src/models/deadline";
import type { Fault } from "../../src/models/fault";
import { measurementRecord } from "../../src/models/measurement";
import { conversationRecord, rejectionRecord } from "../../src/models/view";
import { toRejectionRecord } from "../../src/sinks/files/lines-to";
import { fanOut } from "../../src/sinks/fan-out";
import { boardOf } from "../support/board";
import { createMemoryOutputs } from "../support/run";

/** A text that somebody gets to see, and where. */
export type Shown = readonly [where: string, text: string];

interface Schema {
  readonly safeParse: (value: unknown) => { readonly success: boolean };
}

/** Takes what an engine emits, as files, summary, board and metrics do. */
export class Collector {
  private readonly memory = createMemoryOutputs();
  private readonly summary = createSummaryCollector();
  private readonly board = boardOf([]);
  private readonly metrics = new ServiceMetrics([]);
  private readonly lines: string[] = [];
  /** The first output that is not as its published schema says. */
  misshapen: string | undefined;
  /** The first fault that stayed with its conversation: of a mutant there may be none. */
  fault: Fault | undefined;

  readonly outputs: Outputs = fanOut([
    this.memory.outputs,
    this.summary,
    {
      measurement: (record) => {
        this.metrics.measured(record);
        this.write(measurementRecord, record);
      },
      deadline: (record) => {
        this.metrics.deadline(record);
        this.write(deadlineRecord, record);
      },
      conversation: (view) => {
        this.board.take(view, undefined);
        this.write(conversationRecord, view);
      },
      rejection: (rejection) => {
        this.board.reject({ ...rejection.position, ...rejection });
        this.write(rejectionRecord, toRejectionRecord(rejection));
      },
      fault: (fault) => (this.fault ??= fault),
    },
  ]);

  /** What was emitted, in order. */
  get emitted() {
    return this.memory.emitted;
  }

  readonly record = (decoded: Decoded, outcome: RecordOutcome): void => {
    this.summary.record(decoded, outcome);
    this.metrics.record(outcome);
  };

  /** Everything that is shown of it. */
  async shown(counts: EngineCounts): Promise<readonly Shown[]> {
    const feed = new BoardFeed();
    feed.update(this.board.tables(this.board.latestNews()) as BoardSections);
    const lists = [this.board.conversations({}), this.board.deadlines({}), this.board.recentRejects()];
    const summary = { ...this.summary.summary(counts), skippedFiles: [] };
    return [
      ["the lines of files", this.lines.join("\n")],
      ["the board", `${feed.eventSince(undefined)}${JSON.stringify(lists)}`],
      ["the summary", `${JSON.stringify(summary)}${describeSummary(summary)}`],
      ["the metrics", (await this.metrics.text()).body],
    ];
  }

  private write(schema: Schema, output: object): void {
    const line = JSON.stringify(output);
    this.lines.push(line);
    if (this.misshapen === undefined && !schema.safeParse(JSON.parse(line)).success) this.misshapen = line;
  }
}
