import type { ExportedConversation, ExportedMetric } from "../../../src/consumers/simulation/analytics-export";
import { UNSTATED_MIN } from "../../../src/answers/reconcile/unstated-metrics";
import { simulateWithExport } from "../../support/simulated-export";
import { briefly, foldLines, readExported, reconcileWith } from "../../support/reconcile";

const { lines, exported } = simulateWithExport({ seed: 5, conversations: 80, scenarios: "all" });
const folded = foldLines(lines);

/** The export with other metrics in its sessions. */
function exportWith(metricsOf: (metrics: readonly ExportedMetric[]) => ExportedMetric[]): ExportedConversation[] {
  return exported.map((conversation) => ({
    ...conversation,
    participants: conversation.participants.map((participant) => ({
      ...participant,
      sessions: participant.sessions.map((session) => ({ ...session, metrics: metricsOf(session.metrics) })),
    })),
  }));
}

const without = (...names: readonly string[]) =>
  exportWith((metrics) => metrics.filter(({ name }) => !names.includes(name)));
const countOf = (name: string) =>
  folded.finals.flatMap(({ measurements }) => measurements.filter((one) => one.name === name)).length;

describe("a metric that an export states nowhere", () => {
  it("is reported once, with how many numbers of ours it stands for, and none of these is unexplained", () => {
    const { differences, causes, unexplained, numbers, fetchAgain } = reconcileWith(
      folded,
      readExported(without("tAlert", "tTalk")),
    );
    const [alerts, talks] = [countOf("tAlert"), countOf("tTalk")];
    expect(Math.min(alerts, talks)).toBeGreaterThan(UNSTATED_MIN);
    expect(differences.map(briefly).sort()).toEqual(["tAlert extra notStated", "tTalk extra notStated"]);
    expect(differences.find(({ metric }) => metric === "tTalk")).toMatchObject({
      conversationId: null,
      numbers: talks,
      why: "The export has no tTalk in any session: ours have nothing to be compared with.",
    });
    expect(causes).toEqual([{ cause: "notStated", numbers: alerts + talks }]);
    expect({ unexplained, extra: numbers.extra, fetchAgain }).toEqual({
      unexplained: 0,
      extra: alerts + talks,
      fetchAgain: [],
    });
  });

  it("of which ours are few is no excuse: they may be errors of ours in what there is none of", () => {
    const few = ["tBarging", "tCoaching", "tMonitoring", "tPark"].find(
      (name) => countOf(name) > 0 && countOf(name) < UNSTATED_MIN,
    )!;
    const { unexplained, causes } = reconcileWith(folded, readExported(without(few)));
    expect(causes.filter(({ cause }) => cause === "notStated")).toEqual([]);
    expect(unexplained).toBe(countOf(few));
  });

  it("does not hide why a sum differs, of which it would be a part", () => {
    let planted = 0;
    const edit = (metrics: readonly ExportedMetric[]): ExportedMetric[] => {
      const kept = metrics.filter(({ name }) => name !== "tTalk");
      const isPlace = planted === 0 && kept.length < metrics.length && kept.some(({ name }) => name === "tAcw");
      if (!isPlace) return kept;
      planted += 1;
      return kept.map((one) =>
        ["tAcw", "tHandle"].includes(one.name)
          ? {
              ...one,
              value: one.value + 30_000,
              emitDate: new Date(Date.parse(one.emitDate) + 30_000).toISOString(),
            }
          : one,
      );
    };
    const { differences } = reconcileWith(folded, readExported(exportWith(edit)));
    expect(planted).toBe(1);
    expect(differences.map(briefly).sort()).toEqual([
      "tAcw different editedWrapUp",
      "tHandle different editedWrapUp",
      "tTalk extra notStated",
    ]);
  });
});
