import { Policies } from "../../../src/engine/store/policies";
import type { PolicySwitch } from "../../../src/models/policy-switch";
import { policyWith, type PolicyValues } from "../../../src/models/policy-values";
import { keptAt, switchTo } from "../../support/switches";

const own = () => policyWith(keptAt(0).values, "own");
const begun = () => new Policies(own(), [switchTo(0, "start", 0)]);

/** The first policy with another span. */
function withRun(run: Partial<PolicyValues["run"]>): PolicySwitch {
  const { values, ...rest } = switchTo(0, "all", 5);
  return { ...rest, digest: "another", values: { ...values, run: { ...values.run, ...run } } };
}

describe("the policies of a partition", () => {
  it("begin with the own one where nothing says with which, and else with the recorded one", () => {
    expect(new Policies(own()).at(0).digest).toBe("own");
    expect(new Policies(own()).save()).toEqual([]);
    expect([begun().current(), begun().first().digest]).toEqual([0, keptAt(0).digest]);
  });

  it("are numbered as they took effect, and what is first seen goes by the last", () => {
    const policies = begun();
    expect(policies.add(switchTo(2, "now", 3))).toBe(true);
    expect(policies.add(switchTo(1, "now", 7))).toBe(true);
    expect(policies.current()).toBe(2);
    expect([0, 1, 2].map((number) => policies.at(number).digest)).toEqual(["first", "shorter", "longer"]);
    expect(policies.first().digest).toBe("first");
    expect(() => policies.at(3)).toThrow("no such policy");
    expect(policies.save().map(({ offset }) => offset)).toEqual([0, 3, 7]);
  });

  it("leave what is resident where it was, unless one took effect for all", () => {
    const policies = begun();
    policies.add(switchTo(1, "now", 3));
    expect([policies.holdingFor(0), policies.holdingFor(1)]).toEqual([0, 1]);
    policies.add(switchTo(2, "all", 5));
    expect([policies.holdingFor(0), policies.holdingFor(1), policies.holdingFor(2)]).toEqual([2, 2, 2]);
    policies.add(switchTo(1, "now", 9));
    expect([policies.holdingFor(0), policies.holdingFor(3)]).toEqual([2, 3]);
  });

  it("go on from those that were saved, and take a switch that they know only once", () => {
    const policies = begun();
    policies.add(switchTo(2, "all", 5));
    const again = new Policies(own(), policies.save());
    expect([again.current(), again.holdingFor(0)]).toEqual([1, 1]);
    expect(again.add(switchTo(2, "all", 5))).toBe(false);
    expect(again.current()).toBe(1);
    expect(again.add(switchTo(2, "all", 6))).toBe(true);
  });

  it("refuse what would have to decide anew what was decided, and change nothing then", () => {
    const policies = begun();
    for (const run of [{ lateness: 1000 }, { markers: 1000 }, { leap: 1000 }])
      expect(() => policies.add(withRun(run))).toThrow("cannot go over to another policy");
    expect(() => policies.add(switchTo(2, "start", 9))).toThrow("(from start) before offset 9");
    expect(() => new Policies(own()).add(switchTo(2, "now", 3))).toThrow("does not begin with the one before");
    expect([policies.current(), policies.save().length]).toEqual([0, 1]);
  });

  it("are the named one alone where that is fixed, whatever a recording says", () => {
    const fixed = new Policies({ ...own(), isFixed: true }, [switchTo(2, "start", 0)]);
    expect(fixed.add(switchTo(1, "now", 3))).toBe(false);
    expect([fixed.current(), fixed.at(0).digest, fixed.save()]).toEqual([0, "own", []]);
  });
});
