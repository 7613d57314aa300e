import { byLevel, byTrouble } from "../../../src/board/web/trouble";
import type { RangeRow } from "../../../src/models/board-range";
import type { QueueRow } from "../../../src/models/board-rows";

const QUIET: QueueRow = {
  queueId: "quiet",
  waiting: 0,
  longestWaitSince: null,
  alerting: 0,
  inProgress: 0,
  onHold: 0,
  afterCallWork: 0,
  offered: 0,
  answered: 0,
  abandoned: 0,
  shortAbandoned: 0,
  serviceLevel: null,
  answeredInTarget: 0,
  judged: 0,
  answerRate: null,
  abandonRate: null,
  averageAnswerMs: null,
  callbacksDue: 0,
  callbacksOverdue: 0,
  mayLack: false,
  lastNews: "2026-03-02T09:00:00.000Z",
};

describe("the order of queues", () => {
  it("has trouble first, then names, and last what has no queue", () => {
    const rows: QueueRow[] = [
      { ...QUIET, queueId: null },
      { ...QUIET, queueId: "b" },
      { ...QUIET, queueId: "a", serviceLevel: 1 },
      { ...QUIET, queueId: "waits", waiting: 1, longestWaitSince: "2026-03-02T08:59:00.000Z" },
      { ...QUIET, queueId: "waits longer", waiting: 1, longestWaitSince: "2026-03-02T08:58:00.000Z" },
      { ...QUIET, queueId: "many wait", waiting: 2, longestWaitSince: "2026-03-02T08:59:30.000Z" },
      { ...QUIET, queueId: "just below", serviceLevel: 0.76 },
      { ...QUIET, queueId: "far below", serviceLevel: 0.5 },
      { ...QUIET, queueId: "z, further below", serviceLevel: 0.4 },
      { ...QUIET, queueId: "overdue", callbacksOverdue: 1 },
    ];
    expect(byTrouble(rows, 0.8, (id) => id ?? "").map(({ queueId }) => queueId)).toEqual([
      "overdue",
      "z, further below",
      "far below",
      "just below",
      "many wait",
      "waits longer",
      "waits",
      "a",
      "b",
      null,
    ]);
  });

  it("has the lowest service level first over a range, where it is below its target", () => {
    const row = (queueId: string, serviceLevel: number | null): RangeRow => ({ ...QUIET, queueId, serviceLevel });
    const rows = [row("all", 1), row("b", 0.76), row("a", 0.85), row("c", 0.5), row("none", null)];
    expect(byLevel(rows, 0.8, (id) => id ?? "").map(({ queueId }) => queueId)).toEqual(["c", "b", "a", "all", "none"]);
  });
});
