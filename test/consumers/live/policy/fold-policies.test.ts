import { FoldPolicies } from "../../../../src/consumers/live/policy/fold-policies";
import { PolicyChoice, type PolicyOptions } from "../../../../src/consumers/live/policy/policy-choice";
import { KeptPolicies } from "../../../../src/consumers/live/policy/policy-codec";
import type { LogRecord } from "../../../../src/consumers/live/port/port";
import type { Engine } from "../../../../src/engine/engine";
import type { PolicySwitch } from "../../../../src/models/policy-switch";
import { keptAt, switchTo as switchOf } from "../../../support/switches";

const switchTo = (...[index, from, offset]: readonly [number, PolicySwitch["from"], number]) =>
  switchOf(index, from, offset, 3);
const START = switchTo(0, "start", 0);

function create(options: Partial<PolicyOptions> = {}) {
  const choice = new PolicyChoice({ own: keptAt(0), from: undefined, mayReturn: false, ...options });
  return { choice, policies: new FoldPolicies(3, choice) };
}

/** An engine with so many conversations that are to go over, a few at a time. */
function createEngine(left = 0) {
  const asked: unknown[] = [];
  const engine = {
    switchPolicy: ({ digest, offset }: PolicySwitch) => asked.push(`${digest} ${offset}`),
    switchSome: (partition: number, most: number) => {
      const brought = Math.min(most, left);
      left -= brought;
      asked.push(`bring ${partition} ${brought}`);
      return { brought, left };
    },
  } as unknown as Engine;
  return { engine, asked };
}

/** The policies that some messages of a state tell. */
function readBack(policies: FoldPolicies): readonly PolicySwitch[] {
  const kept = new KeptPolicies();
  for (const { key, value } of policies.unstored("s"))
    kept.take({ key: Buffer.from(String(key)), value: value as LogRecord["value"] });
  return kept.all();
}

describe("the policies of a partition that is folded", () => {
  it("begin with the own one, which is written with the first transaction, and once", () => {
    const { policies } = create();
    expect(policies.restore([], "s")).toEqual([START]);
    expect([policies.isDue(), policies.digest()]).toEqual([false, "first"]);
    expect(readBack(policies)).toEqual([START]);
    policies.committed();
    expect(policies.unstored("s")).toEqual([]);
  });

  it("go on with those of the state, which are not written again", () => {
    const { policies } = create();
    expect(policies.restore([START], "s")).toEqual([START]);
    expect([policies.isDue(), policies.isFollowing, policies.unstored("s")]).toEqual([false, false, []]);
  });

  it("switch once, before the record at the offset, from now on: nothing goes over", () => {
    const { policies } = create({ own: keptAt(1), from: "now" });
    policies.restore([START], "s");
    expect([policies.isDue(), policies.digest()]).toEqual([true, "first"]);
    const { engine, asked } = createEngine(5);
    expect(policies.step(engine, 12n)).toEqual({ change: switchTo(1, "now", 12), hasChanged: true });
    expect([policies.isDue(), policies.digest(), asked]).toEqual([false, "longer", ["longer 12"]]);
    const [message] = policies.unstored("s");
    expect(message?.key).toBe("p:1");
    policies.committed();
    expect(policies.unstored("s")).toEqual([]);
  });

  it("let all go over a few at a time, and are done when none is left", () => {
    const { policies } = create({ own: keptAt(2), from: "all", conversationsAtOnce: 2 });
    policies.restore([START], "s");
    const { engine, asked } = createEngine(3);
    expect(policies.step(engine, 12n).change).toEqual(switchTo(2, "all", 12));
    expect(policies.isDue()).toBe(true);
    expect(policies.step(engine, 12n)).toEqual({ change: undefined, hasChanged: true });
    expect([policies.isDue(), asked]).toEqual([false, ["shorter 12", "bring 3 2", "bring 3 1"]]);
    expect(policies.step(engine, 12n)).toEqual({ change: undefined, hasChanged: false });
  });

  it("go on with letting go over where whoever was before did not get to the end of it", () => {
    const { policies } = create({ own: keptAt(2) });
    policies.restore([START, switchTo(2, "all", 4)], "s");
    const { engine, asked } = createEngine(1);
    expect(policies.isDue()).toBe(true);
    expect(policies.step(engine, 9n)).toEqual({ change: undefined, hasChanged: true });
    expect([policies.isDue(), asked]).toEqual([false, ["bring 3 1"]]);
  });

  it("follow where others have switched meanwhile", () => {
    const { choice, policies } = create();
    choice.serve();
    policies.restore([START, switchTo(1, "now", 4)], "s");
    expect([policies.isFollowing, policies.isDue(), policies.digest()]).toEqual([true, false, "longer"]);
  });

  it("count as served once they are written, so that the worker follows from then on", () => {
    const gone = [START, switchTo(1, "now", 4), switchTo(2, "now", 6)];
    const { choice, policies } = create({ own: keptAt(1), from: "now" });
    policies.restore([START], "s");
    expect(() => choice.choose(gone, "s[3]")).toThrow("would switch back");
    policies.step(createEngine().engine, 4n);
    policies.committed();
    expect(choice.choose(gone, "s[3]")).toBe("follow");
  });
});
