import { foldBothWays, live, MEDIA, over, topic } from "../support/sessions";
import { type Json, agent, measured, seconds, t } from "../support/story";

/** After-call work that stands at the participant. */

describe("after-call work that the participant tells", () => {
  it.each(MEDIA)("belongs to the session whose end it follows: %s", (medium) => {
    const see = (clock: string, of: Json, ...sessions: readonly Json[]) =>
      topic(clock, agent({ ...of, [medium]: sessions }));
    const [done1, done2] = [over("s1", "09:00:00", "09:00:10"), over("s2", "09:00:30", "09:00:50")];
    const work1 = { startAcwTime: t("09:00:10"), endAcwTime: t("09:00:25") };
    const emitted = foldBothWays([
      see("09:00:00", {}, live("s1", "09:00:00")),
      see("09:00:10", { startAcwTime: t("09:00:10") }, done1),
      see("09:00:25", work1, done1),
      see("09:00:30", work1, done1, live("s2", "09:00:30")),
      see("09:00:50", { ...work1, startAcwTime: t("09:00:50") }, done1, done2),
      see("09:01:10", { startAcwTime: t("09:00:50"), endAcwTime: t("09:01:10") }, done1, done2),
    ]);
    expect(measured(emitted, "tAcw")).toEqual([seconds(15, "09:00:25"), seconds(20, "09:01:10")]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(25, "09:00:25"), seconds(40, "09:01:10")]);
  });

  it("is not that of a session which began after it", () => {
    const stale = {
      startAcwTime: t("09:00:10"),
      endAcwTime: t("09:00:25"),
      wrapup: { code: "w", endTime: t("09:00:25") },
    };
    const emitted = foldBothWays([
      topic("09:00:30", agent({ ...stale, messages: [live("s2", "09:00:30")] })),
      topic("09:00:50", agent({ ...stale, messages: [over("s2", "09:00:30", "09:00:50")] })),
    ]);
    expect(measured(emitted, "tAcw")).toEqual([]);
    expect(measured(emitted, "tHandle")).toEqual([seconds(20, "09:00:50")]);
  });
});
