import { keptPolicy } from "../../../../src/app/effective-policy";
import { EMPTY_POLICY, type PolicyDocument } from "../../../../src/app/policy";
import { PolicyChoice, type PolicyOptions } from "../../../../src/consumers/live/policy/policy-choice";
import { AppError } from "../../../../src/models/app-error";
import type { KeptPolicy, PolicySwitch } from "../../../../src/models/policy-switch";

const [MINUTE, HOUR] = [60_000, 3_600_000];
const kept = (document: Partial<PolicyDocument>) => keptPolicy({ ...EMPTY_POLICY, ...document });
const OLD = kept({});
const NEW = kept({ defaults: { answerTarget: 7000 }, run: { sweep: 9 * HOUR, settle: 9000 } });

/** A partition that went by some policies, one after the other. */
const wentBy = (...policies: readonly KeptPolicy[]): PolicySwitch[] =>
  policies.map((policy, index) => ({ ...policy, partition: 3, offset: index, from: index === 0 ? "start" : "now" }));

const choice = (own: KeptPolicy, options: Partial<PolicyOptions> = {}) =>
  new PolicyChoice({ own, from: undefined, mayReturn: false, ...options });

function refusalOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

const PLACE = "c.state[3]";

describe("the policy of a partition that is opened", () => {
  it("is that of the worker where there is none yet, and where it is the same", () => {
    expect(choice(OLD).choose([], PLACE)).toBe("begin");
    expect(choice(OLD).choose(wentBy(OLD), PLACE)).toBe("goOn");
    expect(choice(NEW).choose(wentBy(OLD, NEW), PLACE)).toBe("goOn");
  });

  it("is switched where somebody said for what, and else refused with what there is to choose", () => {
    for (const from of ["now", "all"] as const) expect(choice(NEW, { from }).choose(wentBy(OLD), PLACE)).toBe("switch");
    const { code, message, advice } = refusalOf(() => choice(NEW).choose(wentBy(OLD), PLACE));
    expect(code).toBe("stateWrong");
    expect(message).toContain(`c.state[3] goes by the policy ${OLD.digest}, and this worker has ${NEW.digest}`);
    expect(advice).toContain("--policy-from now");
    expect(advice).toContain("--policy-from all");
  });

  it("is followed by a worker that has served under the one before: nobody switches back as workers are replaced", () => {
    for (const from of [undefined, "now"] as const) {
      const left = choice(OLD, { from });
      expect(left.choose(wentBy(OLD), PLACE)).toBe("goOn");
      expect(left.choose(wentBy(OLD, NEW), PLACE)).toBe("follow");
    }
  });

  it("is not switched back by a worker that was started anew with the one before, unless that is asked for", () => {
    for (const from of [undefined, "now"] as const) {
      const { message, advice } = refusalOf(() => choice(OLD, { from }).choose(wentBy(OLD, NEW), PLACE));
      expect(message).toContain("would switch back");
      expect(advice).toContain("--policy-again");
    }
    expect(choice(OLD, { from: "now", mayReturn: true }).choose(wentBy(OLD, NEW), PLACE)).toBe("switch");
  });

  it.each([
    [{ lateness: 48 * HOUR }, "now", ["lateness"]],
    [{ lateness: HOUR }, "now", ["lateness"]],
    [{ lateness: HOUR }, undefined, ["lateness"]],
    [{ markers: HOUR, leap: MINUTE }, "all", ["markers", "leap"]],
    [{ stuckAfterCallWork: MINUTE }, "all", ["stuckAfterCallWork"]],
  ] as const)("needs history for %j from %s: the fields are named, with the way over", (run, from, names) => {
    const other = kept({ run });
    const { code, message, advice } = refusalOf(() => choice(other, { from }).choose(wentBy(OLD), PLACE));
    expect(code).toBe("stateWrong");
    for (const name of names) expect(message).toContain(`\`${name}\``);
    expect(advice).toContain("another --prefix");
  });

  it("needs none for a shorter pause of what is first seen from now on, and none for any other field", () => {
    const others = [
      { run: { stuckAfterCallWork: MINUTE, stuckConversation: HOUR } },
      { run: { sweep: HOUR, settle: 0, firstSight: 0, totalsTolerance: 0, stuckConversation: 900 * HOUR } },
      { defaults: { holdMax: null, warnBeforeHold: 5000 }, queues: { q: { answerTarget: 1, media: {} } } },
    ];
    const from = "now" as const;
    for (const other of others) expect(choice(kept(other), { from }).choose(wentBy(OLD), PLACE)).toBe("switch");
    for (const other of others.slice(1))
      expect(choice(kept(other), { from: "all" }).choose(wentBy(OLD), PLACE)).toBe("switch");
  });

  it("is weighed against all that anything kept may go by, where it is to hold for all", () => {
    const finer = kept({ run: { stuckAfterCallWork: MINUTE } });
    const alike = kept({ run: { stuckAfterCallWork: MINUTE, sweep: 9 * HOUR } });
    const { message } = refusalOf(() => choice(alike, { from: "all" }).choose(wentBy(OLD, finer), PLACE));
    expect(message).toContain("`stuckAfterCallWork`");
  });
});
