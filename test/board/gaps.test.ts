import type { BoardState } from "../../src/board/state/board-state";
import { createEngine } from "../../src/engine/engine";
import { toGapRecord } from "../../src/models/gap";
import { gapsOfView } from "../../src/models/life";
import type { ConversationRecord } from "../../src/models/view";
import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { boardOf, decodeLines, simulatedLines } from "../support/board";
import { gap } from "../support/gaps";
import { createMemoryOutputs } from "../support/run";

const GAP = gap("08:20:00", "08:22:00");
const RECORD = toGapRecord(GAP);

/** The views of a simulated morning, marked with a gap. */
function marked(): { readonly views: readonly ConversationRecord[]; readonly asOf: number } {
  const engine = createEngine(compilePolicy(EMPTY_POLICY), createMemoryOutputs().outputs);
  engine.acceptAll(decodeLines(simulatedLines({ conversations: 120, seed: 4, shapes: ["nested"] }).slice(0, 1100)));
  const views = engine
    .partitions()
    .flatMap((partition) => [...engine.ids(partition)].flatMap((id) => engine.view(id) ?? []));
  const withGaps = views.map((view) => (gapsOfView(view, [GAP]).length === 0 ? view : { ...view, gaps: [RECORD] }));
  return { views: withGaps, asOf: engine.latest() };
}

const queuesOf = (state: BoardState, asOf: number) =>
  new Map(state.tables(asOf).queues.map((row) => [row.queueId, row]));

describe("a board of data with a gap", () => {
  const { views, asOf } = marked();
  const touched = views.filter(({ gaps }) => gaps !== undefined);

  it("says which gaps conversations are marked with, and lets go of one with the last of them", () => {
    const state = boardOf(views);
    expect(touched.length).toBeGreaterThan(3);
    expect(touched.length).toBeLessThan(views.length);
    expect(state.gaps()).toEqual([RECORD]);
    for (const { id } of touched) state.erase(id);
    expect(state.gaps()).toEqual([]);
  });

  it("marks the conversations that a gap touches, and no other", () => {
    const rows = boardOf(views).conversations({});
    expect(rows.filter(({ mayLack }) => mayLack).map(({ id }) => id)).toEqual(touched.map(({ id }) => id).sort());
  });

  it("marks the queues that count what a gap touches; all of them where it lies in the window", () => {
    const now = GAP.to + 60_000;
    const short = boardOf(views, { windowMs: 30_000 });
    const wide = boardOf(views, { windowMs: 600_000 });
    const named = new Set(
      touched.flatMap(({ participants }) =>
        participants.flatMap(({ communications }) => communications.map(({ queueId }) => queueId)),
      ),
    );
    const rows = [...queuesOf(short, now)];
    for (const [queueId, { mayLack }] of rows) if (mayLack) expect(named.has(queueId ?? undefined)).toBe(true);
    expect(new Set(rows.map(([, { mayLack }]) => mayLack))).toEqual(new Set([true, false]));
    expect([...queuesOf(wide, now).values()].every(({ mayLack }) => mayLack)).toBe(true);
    const none = boardOf(views.map((view) => ({ ...view, gaps: undefined })));
    expect([...queuesOf(none, now).values()].some(({ mayLack }) => mayLack)).toBe(false);
  });

  it("marks a range that a gap lies in, and names the gap; behind it only what the gap touched", () => {
    const state = boardOf(views);
    const within = state.range({ from: GAP.from - 60_000, to: GAP.from + 1 }, asOf);
    expect(within.gaps).toEqual([RECORD]);
    expect(within.totals.mayLack).toBe(true);
    const behind = state.range({ from: GAP.from - 600_000, to: GAP.from }, asOf);
    expect(behind.gaps).toEqual([]);
  });

  it("says also what its source knows, whether a conversation is touched or not", () => {
    const state = boardOf([]);
    state.lack([RECORD]);
    expect(state.gaps()).toEqual([RECORD]);
  });
});
