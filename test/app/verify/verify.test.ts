import { writeFileSync } from "node:fs";
import path from "node:path";

import { compilePolicy, EMPTY_POLICY } from "../../../src/app/policy";
import { shrink } from "../../../src/app/verify/shrink";
import { verify } from "../../../src/app/verify/verify";
import type { VerifyOptions } from "../../../src/app/verify/verify-options";
import { simulate, USUAL_OPTIONS } from "../../../src/consumers/simulation/player";
import type { FoldParticipant } from "../../../src/engine/history/context";
import type { ParticipantState } from "../../../src/models/communication";
import { foldParticipant } from "../../../src/reducers/participant";
import { convofold, withFolder } from "../../support/cli";

const SAMPLES = path.join(__dirname, "../../../samples");
const silent = () => undefined;
const optionsOf = (logs: readonly string[], more: Partial<VerifyOptions> = {}): VerifyOptions => ({
  logs,
  policy: compilePolicy(EMPTY_POLICY),
  recordBytesMax: 1 << 20,
  orders: 2,
  seed: 1,
  ...more,
});

/** Drops what lies in the log before what it has seen of a participant: right only where records come in order. */
function createForgetfulFold(): FoldParticipant {
  const seen = new Map<string, number>();
  return (participant, observation): ParticipantState => {
    const offset = "offset" in observation.position ? observation.position.offset : 0;
    const newest = seen.get(observation.participantId) ?? -Infinity;
    seen.set(observation.participantId, Math.max(newest, offset));
    return offset < newest ? participant : foldParticipant(participant, observation);
  };
}

describe("convofold verify", () => {
  it("proves the promises on a log with disorder, repeats, rubbish and every shape, in bounded pieces", async () => {
    const { runs, records, difference } = await verify(optionsOf([path.join(SAMPLES, "day.ndjson.gz")]), silent);
    expect(records).toBeGreaterThan(5000);
    expect(runs).toHaveLength(7);
    expect(runs.every(({ agrees }) => agrees)).toBe(true);
    expect(difference).toBeUndefined();
  });

  it("leaves out what is late as the log lies, and proves the rest with a short lateness", async () => {
    const policy = compilePolicy(EMPTY_POLICY, { lateness: 2000 });
    const { runs, left } = await verify(optionsOf([path.join(SAMPLES, "day.ndjson.gz")], { policy }), silent);
    expect(left.late).toBeGreaterThan(0);
    expect(runs.every(({ agrees }) => agrees)).toBe(true);
  });

  it("finds a planted fault and shows the fewest records that show it", () =>
    withFolder(async (folder) => {
      const log = path.join(folder, "log.ndjson");
      const lines = [...simulate({ ...USUAL_OPTIONS, conversations: 40, seed: 9 })].flatMap((output) =>
        "line" in output ? [output.line] : [],
      );
      writeFileSync(log, `${lines.join("\n")}\n`);
      const { runs, difference } = await verify(optionsOf([log], { createFold: createForgetfulFold }), silent);
      expect(runs.at(-1)).toMatchObject({ agrees: false });
      expect(difference?.isolated).toBe(true);
      expect(difference?.inOrder.length).toBeGreaterThan(0);
      expect(difference?.inOrder.length).toBeLessThanOrEqual(4);
      expect([...(difference?.onlyInOrder ?? []), ...(difference?.onlyArranged ?? [])].length).toBeGreaterThan(0);
      expect(JSON.stringify(difference)).not.toMatch(/tel:\+|Caller/);
    }));

  it("holds the engine to the reference, and names the conversations of which that says otherwise", async () => {
    const logs = [path.join(SAMPLES, "call.ndjson")];
    const proved = await verify(optionsOf(logs, { reference: true, orders: 1 }), silent);
    expect(proved.runs.find(({ name }) => name === "by the reference")).toMatchObject({ promise: "P2", agrees: true });
    expect(proved.otherByReference).toEqual([]);
    const deaf: FoldParticipant = (participant, observation) =>
      observation.facts.held === undefined ? foldParticipant(participant, observation) : participant;
    const broken = await verify(optionsOf(logs, { reference: true, orders: 1, createFold: () => deaf }), silent);
    expect(broken.runs.filter(({ agrees }) => !agrees).map(({ name }) => name)).toEqual(["by the reference"]);
    expect(broken.otherByReference).toHaveLength(1);
  });

  it("says so, with exit code 0, and refuses standard input", async () => {
    const done = await convofold(["verify", path.join(SAMPLES, "call.ndjson"), "--orders", "2", "--reference"]);
    expect(done).toMatchObject({ code: 0 });
    expect(done.stdout).toMatch(/P2 {2}same {3}[0-9a-f]{32} {2}by the reference/);
    expect(done.stdout).toContain("P2  same");
    expect(done.stdout).toMatch(/P1 {2}same {3}[0-9a-f]{32} {2}on two workers/);
    expect(done.stderr).toContain("run 1 of about 6: as it lies");
    const refused = await convofold(["verify", "-"], { input: Buffer.from("") });
    expect(refused.code).toBe(2);
  });
});

describe("shrinking", () => {
  it("leaves just what is needed", () => {
    const isFaulty = (some: readonly number[]) => some.includes(3) && some.includes(71);
    expect(
      shrink(
        Array.from({ length: 100 }, (_, index) => index),
        isFaulty,
      ),
    ).toEqual([3, 71]);
  });
});
