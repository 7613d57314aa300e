import { compilePolicy } from "../../src/app/policy";
import { readPolicyFile } from "../../src/app/policy-file";
import type { BoardState } from "../../src/board/state/board-state";
import { pageOf, placeOfConversation } from "../../src/board/state/lists";
import { createEngine } from "../../src/engine/engine";
import { boardSections } from "../../src/models/board";
import { conversationRow, type QueueRow } from "../../src/models/board-rows";
import type { DeadlineRecord } from "../../src/models/deadline";
import type { MeasurementRecord } from "../../src/models/measurement";
import type { ConversationRecord } from "../../src/models/view";
import { boardOf, decodeLines, simulatedLines } from "../support/board";
import { createMemoryOutputs } from "../support/run";

const POLICY = compilePolicy(readPolicyFile("samples/policy.yaml"), {});

/** Folds a part of a simulated day, and takes every view after every record, as a board would see it. */
function playDay(recordsMax: number): {
  state: BoardState;
  measurements: MeasurementRecord[];
  deadlines: DeadlineRecord[];
  views: Map<string, ConversationRecord>;
  asOf: number;
} {
  const { outputs, emitted } = createMemoryOutputs();
  const engine = createEngine(POLICY, outputs);
  const state = boardOf([], { shortAbandonMs: (queueId, media) => POLICY.limitsFor(queueId, media).shortAbandonMs });
  const lines = simulatedLines({ conversations: 300, seed: 5, disorder: 3, duplicates: 3, shapes: ["nested"] });
  const views = new Map<string, ConversationRecord>();
  const look = (id: string) => {
    const view = engine.view(id);
    if (view === undefined) return;
    views.set(id, view);
    state.take(view, undefined);
  };
  for (const decoded of decodeLines(lines.slice(0, recordsMax))) {
    engine.accept(decoded);
    if (decoded.kind === "observations") look(decoded.conversationId);
  }
  for (const id of views.keys()) look(id);
  const finals = new Map(emitted.measurements.map((record) => [record.id, record]));
  const statuses = new Map(emitted.deadlines.map((record) => [record.id, record]));
  const measurements = [...finals.values()].filter(({ retracted }) => retracted !== true);
  const deadlines = [...statuses.values()].filter(({ retracted }) => retracted !== true);
  return { state, measurements, deadlines, views, asOf: engine.latest() };
}

const sum = (rows: readonly QueueRow[], of: (row: QueueRow) => number) =>
  rows.reduce((total, row) => total + of(row), 0);

/** Played once, and only looked at. */
const day = playDay(2500);

describe("what a board counts", () => {
  const tables = day.state.tables(day.asOf);
  const named = (name: string) => day.measurements.filter((one) => one.name === name);

  it("is what the fold measured: answered, abandoned and short abandoned waits, and their lengths", () => {
    expect(named("tAnswered").length).toBeGreaterThan(60);
    expect(sum(tables.queues, (row) => row.answered)).toBe(named("tAnswered").length);
    expect(sum(tables.queues, (row) => row.abandoned)).toBe(named("tAbandon").length);
    expect(sum(tables.queues, (row) => row.shortAbandoned)).toBe(named("tShortAbandon").length);
    const waits = named("tAnswered").reduce((total, { value = 0 }) => total + value, 0);
    const counted = sum(tables.queues, ({ averageAnswerMs, answered }) =>
      Math.round((averageAnswerMs ?? 0) * answered),
    );
    expect(Math.abs(counted - waits)).toBeLessThan(tables.queues.length + 1);
  });

  it("agrees with the fold's deadlines in the service level and in what is overdue", () => {
    const answers = day.deadlines.filter(({ kind }) => kind === "answer");
    const shorts = new Set(named("tShortAbandon").map(({ participantId }) => participantId));
    const outcomeOf = ({ conversationId, participantId }: DeadlineRecord) =>
      day.views
        .get(conversationId)
        ?.participants.find((one) => one.participantId === participantId)
        ?.communications.find(({ queueOutcome }) => queueOutcome !== undefined)?.queueOutcome;
    const answered = answers.filter((one) => outcomeOf(one) === "answered");
    const abandoned = answers.filter((one) => outcomeOf(one) === "abandoned" && !shorts.has(one.participantId));
    const met = answered.filter(({ status }) => status === "met");
    expect(met.length).toBeGreaterThan(60);
    expect(tables.totals.serviceLevel).toBe(met.length / (answered.length + abandoned.length));
    const overdue = day.deadlines.filter(({ status }) => status === "overdue").map(({ id }) => id);
    expect(tables.breaches.map(({ id }) => id).sort()).toEqual(overdue.sort());
  });

  it("calls nothing broken that is not due by its own clock", () => {
    const broken = [...day.views.values()]
      .filter(({ state, deadlines }) => state === "open" && deadlines.length > 0)
      .map((view) => ({ ...view, deadlines: view.deadlines.map((one) => ({ ...one, status: "overdue" as const })) }));
    const state = boardOf(broken);
    const dues = broken.flatMap(({ deadlines }) => deadlines.map(({ dueAt }) => Date.parse(dueAt)));
    const between = dues.sort((one, other) => one - other)[dues.length >> 1] ?? NaN;
    const { breaches, totals } = state.tables(between);
    const due = dues.filter((dueAt) => dueAt <= between).length;
    expect(due).toBeLessThan(dues.length);
    expect(totals.breaches).toBe(due);
    expect(breaches.length).toBeGreaterThan(0);
    expect(breaches.every(({ dueAt }) => Date.parse(dueAt) <= between)).toBe(true);
  });

  it("counts those who wait, talk, hold and wrap up as their views show them", () => {
    const communications = [...day.views.values()].flatMap(({ participants }) =>
      participants.flatMap(({ purpose, communications: its }) => its.map((one) => ({ purpose, one }))),
    );
    const staff = communications.filter(({ purpose }) => purpose === "agent" || purpose === "user");
    const count = (found: readonly unknown[]) => found.length;
    expect(tables.totals.waiting).toBe(
      count(communications.filter(({ one }) => one.queueOutcome === "waiting" && one.state === "connected")),
    );
    expect(tables.totals.inProgress).toBe(count(staff.filter(({ one }) => one.state === "connected")));
    expect(tables.totals.onHold).toBe(count(staff.filter(({ one }) => one.state === "connected" && one.held === true)));
    expect(tables.totals.afterCallWork).toBe(
      count(staff.filter(({ one }) => one.state === "ended" && one.afterCallWork?.state === "pending")),
    );
    expect(tables.totals.inProgress).toBeGreaterThan(0);
  });

  it("is the same whether it saw every view, or only the last of each conversation", () => {
    const late = boardOf([...day.views.values()], {
      shortAbandonMs: (queueId, media) => POLICY.limitsFor(queueId, media).shortAbandonMs,
    });
    expect(late.tables(day.asOf)).toEqual(tables);
    expect(late.conversations({})).toEqual(day.state.conversations({}));
  });

  it("is without a conversation that was erased, and what it added", () => {
    const views = [...day.views.values()];
    const [erased, ...others] = views.sort((one, other) => other.participants.length - one.participants.length);
    const rules = {
      shortAbandonMs: (queueId: string, media: string) => POLICY.limitsFor(queueId, media).shortAbandonMs,
    };
    const state = boardOf(views, rules);
    state.erase(erased?.id ?? "");
    expect(state.has(erased?.id ?? "")).toBe(false);
    expect(state.tables(day.asOf).totals).toEqual(boardOf(others, rules).tables(day.asOf).totals);
  });

  it("keeps to its schemas", () => {
    expect(boardSections.pick({ queues: true, breaches: true, callbacks: true, totals: true }).parse(tables)).toEqual(
      tables,
    );
    for (const row of day.state.conversations({})) expect(conversationRow.parse(row)).toEqual(row);
    expect(tables.callbacks.length).toBeGreaterThan(0);
  });

  it("lists the deadlines of what is open, by due instant, and those of a status or kind", () => {
    const all = day.state.deadlines({});
    const open = [...day.views.values()].filter(({ state: its }) => its === "open" || its === "afterCallWork");
    expect(all).toHaveLength(open.reduce((sum_, { deadlines }) => sum_ + deadlines.length, 0));
    expect(all.map(({ dueAt }) => dueAt)).toEqual(all.map(({ dueAt }) => dueAt).sort());
    const pending = day.state.deadlines({ status: "pending", kind: "callbackDue" });
    expect(pending).toEqual(all.filter(({ status, kind }) => status === "pending" && kind === "callbackDue"));
    expect(pending.length).toBeGreaterThan(0);
  });

  it("lists conversations page by page, by state, queue, agent and the beginning of an id", () => {
    const all = day.state.conversations({});
    const pages = [];
    for (let after: string | undefined | null; after !== null;) {
      const { rows, next } = pageOf(all, ({ id }) => id, after, 50);
      expect(rows.length).toBeGreaterThan(0);
      pages.push(...rows);
      after = next;
    }
    expect(pages).toEqual(all);
    expect(pageOf(all, ({ id }) => id, "~", 50)).toEqual({ rows: [], next: null });
    const [one] = all.filter(({ userIds, queueIds }) => userIds.length > 0 && queueIds.length > 0);
    const found = day.state.conversations({
      userIds: ["nobody", ...(one?.userIds ?? [])],
      queueId: one?.queueIds[0],
      id: one?.id.slice(0, 6),
    });
    expect(found.map(({ id }) => id)).toContain(one?.id);
    expect(day.state.conversations({ state: "talking" }).length).toBe(
      all.filter(({ phase }) => phase === "talking").length,
    );
    expect(day.state.conversations({ state: "open" }).map(({ id }) => id)).toEqual(
      all.filter(({ state }) => state === "open" || state === "afterCallWork").map(({ id }) => id),
    );
  });

  it("lists conversations by their last news, the newest first, over pages too", () => {
    const newest = day.state.conversations({ order: "latest" });
    const times = newest.map(({ lastNews }) => lastNews);
    expect(times).toEqual([...times].sort().reverse());
    const placeOf = placeOfConversation("latest");
    const { rows, next } = pageOf(newest, placeOf, undefined, 50);
    expect([...rows, ...pageOf(newest, placeOf, next ?? "", newest.length).rows]).toEqual(newest);
  });

  it("has a row for what has no queue, so that the rows come to the totals", () => {
    const { queues, totals } = tables;
    for (const name of ["waiting", "inProgress", "onHold", "afterCallWork", "callbacksOverdue", "offered"] as const)
      expect({ name, sum: sum(queues, (row) => row[name]) }).toEqual({ name, sum: totals[name] });
    const elsewhere = queues.filter(({ queueId }) => queueId === null);
    expect(elsewhere).toHaveLength(1);
  });

  it("says of what each share is one", () => {
    for (const { serviceLevel, answeredInTarget, judged } of [...tables.queues, tables.totals])
      expect(serviceLevel).toBe(judged === 0 ? null : answeredInTarget / judged);
    expect(tables.totals.judged).toBeGreaterThan(60);
    expect(tables.totals.abandonRate).toBe(
      tables.totals.abandoned / (tables.totals.answered + tables.totals.abandoned),
    );
  });
});

describe("a board in time", () => {
  const views = [...day.views.values()];

  it("forgets what its window has left behind, and says that it does not know a rate of nothing", () => {
    const state = boardOf(views, { windowMs: 600_000 });
    const now = state.tables(day.asOf).totals;
    expect(now.serviceLevel).not.toBeNull();
    const later = state.tables(day.asOf + 3_600_000);
    expect(later.totals).toMatchObject({ serviceLevel: null, abandonRate: null });
    expect(
      later.queues.every((row) => row.answerRate === null && row.averageAnswerMs === null && row.answered === 0),
    ).toBe(true);
  });

  it("keeps what ended conversations added, though it lets go of them, and takes it out again when they are corrected", () => {
    const state = boardOf(views, { endedMax: 3 });
    const whole = boardOf(views);
    const rates = (board: BoardState) =>
      board.tables(day.asOf).queues.map(({ queueId, answered, abandoned, serviceLevel }) => ({
        queueId,
        answered,
        abandoned,
        serviceLevel,
      }));
    const before = rates(whole).filter(({ answered, abandoned }) => answered + abandoned > 0);
    expect(rates(state).filter(({ answered, abandoned }) => answered + abandoned > 0)).toEqual(before);
    expect(state.counts().known - state.counts().open).toBe(3);
    for (const view of views) state.take(view, undefined);
    expect(rates(state).filter(({ answered, abandoned }) => answered + abandoned > 0)).toEqual(before);
  });

  it("knows nothing before the first news, and says so", () => {
    const { totals, queues } = boardOf([]).tables(-Infinity);
    expect(queues).toEqual([]);
    expect(totals).toMatchObject({
      open: 0,
      waiting: 0,
      longestWaitSince: null,
      serviceLevel: null,
      abandonRate: null,
    });
  });

  it("keeps the latest rejections, and counts them all", () => {
    const state = boardOf([]);
    for (let line = 1; line <= 500; line += 1) state.reject({ file: "log", line, reason: "notJson" });
    expect(state.counts().rejections).toEqual({ notJson: 500 });
    expect(state.recentRejects()).toHaveLength(200);
    expect(state.recentRejects()[0]).toMatchObject({ line: 500 });
  });
});

describe("a view that is taken back", () => {
  it("leaves nothing of its conversation on the board", () => {
    const { state, views, asOf } = playDay(800);
    for (const view of views.values())
      state.take({ ...view, retracted: true, participants: [], deadlines: [] }, undefined);
    expect(state.counts()).toMatchObject({ open: 0, known: 0 });
    const { totals, breaches, callbacks } = state.tables(asOf);
    expect({ totals, breaches, callbacks }).toEqual({
      totals: boardOf([]).tables(asOf).totals,
      breaches: [],
      callbacks: [],
    });
  });
});

describe("a range of time", () => {
  const starts = [...day.views.values()].map(({ startTime }) => Date.parse(startTime)).sort();
  const [first = 0] = starts;
  const middle = starts[Math.floor(starts.length / 2)] ?? 0;
  const range = (from: number, to: number, queueId?: string) => day.state.range({ from, to, queueId }, day.asOf);
  const whole = range(first, day.asOf + 1);

  it("that is all there is, has the numbers of the board's window", () => {
    const { totals, queues } = day.state.tables(day.asOf);
    expect(totals.offered).toBeGreaterThan(60);
    expect(whole.totals).toMatchObject({
      offered: totals.offered,
      answered: totals.answered,
      abandoned: totals.abandoned,
      serviceLevel: totals.serviceLevel,
      judged: totals.judged,
    });
    for (const row of whole.queues) expect(queues.find(({ queueId }) => queueId === row.queueId)).toMatchObject(row);
    expect(whole.heldFrom).toBe(new Date(first).toISOString());
    expect(whole.conversations).toBe(day.views.size);
  });

  it("counts a wait in the one in which it ends: two that meet come to their whole", () => {
    const [before, after] = [range(first, middle), range(middle, day.asOf + 1)];
    expect(before.totals.offered).toBeGreaterThan(0);
    expect(before.totals.offered + after.totals.offered).toBe(whole.totals.offered);
    expect(before.totals.answeredInTarget + after.totals.answeredInTarget).toBe(whole.totals.answeredInTarget);
  });

  it("may be of one queue, and lists the conversations that went on in it", () => {
    const [row] = whole.queues;
    const { totals, queues } = range(first, day.asOf + 1, row?.queueId);
    expect(queues).toEqual([row]);
    expect(totals.offered).toBe(row?.offered);
    const listed = day.state.conversations({ from: first, to: middle });
    expect(listed.length).toBe(range(first, middle).conversations);
    expect(listed.length).toBeLessThan(day.views.size);
  });

  it("lists the conversations of an agent by the id, and by as much of it as a page shows of one without a name", () => {
    const agent = [...day.views.values()]
      .flatMap(({ participants }) => participants)
      .find(({ userId }) => userId)?.userId;
    const id = agent ?? "";
    const whole = day.state.conversations({ userIds: [id] });
    expect(whole.length).toBeGreaterThan(0);
    expect(day.state.conversations({ userIds: [id.slice(0, 8)] })).toEqual(whole);
    expect(day.state.conversations({ userIds: [id.slice(0, 7)] })).toEqual([]);
  });

  it("says from when on nothing is missing, once older conversations were evicted", () => {
    const state = boardOf([...day.views.values()], { endedMax: 10 });
    state.tables(day.asOf);
    const { heldFrom, heldTo } = state.range({ from: first, to: middle }, day.asOf);
    expect(Date.parse(heldFrom ?? "")).toBeGreaterThan(first);
    expect(heldTo).toBe(new Date(day.asOf).toISOString());
    const gone = [...day.views.values()].filter(({ id }) => !state.has(id));
    expect(gone.length).toBeGreaterThan(0);
    for (const { lastNews } of gone) expect(Date.parse(lastNews)).toBeLessThan(Date.parse(heldFrom ?? ""));
  });

  it("has nothing, and says so, before anything came", () => {
    const { totals, heldFrom, heldTo } = boardOf([]).range({ from: 0, to: 1000 }, -Infinity);
    expect([totals.offered, totals.serviceLevel, heldFrom, heldTo]).toEqual([0, null, null, null]);
  });
});
