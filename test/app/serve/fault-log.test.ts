import { FaultLimit } from "../../../src/app/fault-limit";
import { createFaultLog } from "../../../src/app/serve/fault-log";
import type { Fault } from "../../../src/models/fault";

const HOUR = 3_600_000;

/** A log of faults, with what it logged and counted, and a clock that is set by hand. */
function open() {
  const clock = { now: 0 };
  const errors: object[] = [];
  const warnings: string[] = [];
  let counted = 0;
  const silent = () => undefined;
  const log = {
    debug: silent,
    info: silent,
    warn: (message: string) => warnings.push(message),
    error: (_message: string, fields?: object) => errors.push(fields ?? {}),
  };
  const report = createFaultLog(log, () => (counted += 1), new FaultLimit(() => clock.now));
  return { clock, errors, warnings, report, counted: () => counted };
}

function faultAt(offset: number, error: unknown): Fault {
  return { stage: "record", position: { topic: "updates", partition: 0, offset }, conversationId: "c", error };
}

describe("the log of faults", () => {
  it("has each with its place, cuts a flood of one short, and begins anew after an hour", () => {
    const { clock, errors, warnings, report, counted } = open();
    const flood = new TypeError("planted");
    for (let offset = 0; offset < 5000; offset += 1) report(faultAt(offset, flood));
    expect(errors).toHaveLength(100);
    expect(errors[7]).toMatchObject({ stage: "record", conversationId: "c", error: "TypeError" });
    expect(JSON.stringify(errors[7])).toContain("updates");
    expect(warnings).toHaveLength(1);
    expect(counted()).toBe(5000);
    clock.now = HOUR;
    report(faultAt(5000, flood));
    expect(errors).toHaveLength(101);
  });

  it("is not filled by one place in the programme: a fault elsewhere is logged all the same", () => {
    const { errors, report } = open();
    const flood = new TypeError("planted");
    for (let offset = 0; offset < 5000; offset += 1) report(faultAt(offset, flood));
    report(faultAt(5000, new TypeError("planted elsewhere")));
    report({ ...faultAt(5001, flood), stage: "save" });
    expect(errors).toHaveLength(102);
  });
});
