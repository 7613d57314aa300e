import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import path from "node:path";

import { claimOutputs, claimWhole } from "../../../src/sinks/files/claim";
import { openFileOutputs } from "../../../src/sinks/files/file-outputs";
import { takingOver } from "../../../src/sinks/files/run-lock";
import { withFolder } from "../../support/cli";

const USUAL = { replace: false, resume: false };
/** No process has this number: it is above the most that Linux gives. */
const NOBODY = 2 ** 22 + 1;

const within = (work: (out: string) => void) =>
  withFolder(async (folder) => {
    work(path.join(folder, "out"));
  });
const lockOf = (out: string, owner: object | string) =>
  writeFileSync(`${out}.lock`, typeof owner === "string" ? owner : JSON.stringify(owner));
const run = (out: string, options = USUAL) => {
  const claim = claimOutputs(out, options);
  openFileOutputs(claim).commit({ type: "summary" });
  claim.release();
};
const leaveUnfinished = (out: string) => {
  const claim = claimOutputs(out, USUAL);
  openFileOutputs(claim).abandon();
  claim.release();
};

describe("a folder for the outputs of a run", () => {
  it("is made, and nothing is left beside it", () =>
    within((out) => {
      run(out);
      expect(readdirSync(path.dirname(out))).toEqual(["out"]);
      expect(existsSync(path.join(out, "summary.json"))).toBe(true);
    }));

  it("is simply used where it is there and empty, with its permissions", () =>
    within((out) => {
      mkdirSync(out);
      chmodSync(out, 0o700);
      run(out);
      expect(readdirSync(out)).toContain("summary.json");
      expect(statSync(out).mode & 0o777).toBe(0o700);
    }));

  it("may be a link to an empty folder", () =>
    within((out) => {
      mkdirSync(`${out}-real`);
      symlinkSync(`${out}-real`, out);
      run(out);
      expect(readdirSync(`${out}-real`)).toContain("summary.json");
    }));

  it("is refused, untouched, where it holds anything; replaced when asked, if a run wrote it", () =>
    within((out) => {
      run(out);
      writeFileSync(path.join(out, "summary.json"), "kept");
      expect(() => claimOutputs(out, USUAL)).toThrow(/exists/);
      expect(readFileSync(path.join(out, "summary.json"), "utf8")).toBe("kept");
      run(out, { replace: true, resume: false });
      expect(readFileSync(path.join(out, "summary.json"), "utf8")).not.toBe("kept");
      writeFileSync(path.join(out, "letter.txt"), "somebody's");
      expect(() => claimOutputs(out, { replace: true, resume: false })).toThrow(/"letter\.txt", which no run wrote/);
      expect(readFileSync(path.join(out, "letter.txt"), "utf8")).toBe("somebody's");
    }));

  it("is refused where its name is that of a file, or of a mounted file system", () =>
    within((out) => {
      writeFileSync(out, "");
      expect(() => claimOutputs(out, { replace: true, resume: false })).toThrow(/is no folder/);
      expect(() => claimOutputs("/proc", USUAL)).toThrow(/another file system is mounted/);
    }));

  it("is left alone where somebody put something into it while the run wrote; what was written is kept", () =>
    within((out) => {
      const claim = claimOutputs(out, USUAL);
      const outputs = openFileOutputs(claim);
      mkdirSync(out);
      writeFileSync(path.join(out, "letter.txt"), "");
      expect(() => outputs.commit({})).toThrow(/exists/);
      claim.release();
      expect(readdirSync(out)).toEqual(["letter.txt"]);
      expect(readdirSync(`${out}.partial`)).toContain("measurements.ndjson");
    }));

  it("keeps what a stopped run left until it is asked to go on with it or to start anew", () =>
    within((out) => {
      leaveUnfinished(out);
      writeFileSync(path.join(`${out}.partial`, "measurements.ndjson"), "an hour of work\n");
      expect(() => claimOutputs(out, USUAL)).toThrow(/was left by a run that was stopped or killed/);
      expect(readFileSync(path.join(`${out}.partial`, "measurements.ndjson"), "utf8")).toBe("an hour of work\n");
      claimOutputs(out, { replace: false, resume: true }).release();
      run(out, { replace: true, resume: false });
      expect(readdirSync(path.dirname(out))).toEqual(["out"]);
    }));
});

describe("the lock of an output", () => {
  it("keeps a second run out, whatever it is asked, until the first is done", () =>
    within((out) => {
      const first = claimOutputs(out, USUAL);
      for (const replace of [false, true])
        for (const resume of [false, true])
          expect(() => claimOutputs(out, { replace, resume })).toThrow(`(process ${process.pid}) is writing`);
      first.release();
      claimOutputs(out, USUAL).release();
    }));

  it("is taken over from a process that is no longer there, which is named where it left something", () =>
    within((out) => {
      leaveUnfinished(out);
      lockOf(out, { pid: NOBODY, host: hostname(), started: "1" });
      expect(() => claimOutputs(out, USUAL)).toThrow(`stopped or killed (process ${NOBODY})`);
      lockOf(out, { pid: NOBODY, host: hostname(), started: "1" });
      claimOutputs(out, { replace: false, resume: true }).release();
      expect(readdirSync(path.dirname(out))).toEqual(["out.partial"]);
    }));

  it("is taken over by one at a time: while another does, it stays as it is", () =>
    within((out) => {
      const [lock, left] = [`${out}.lock`, JSON.stringify({ pid: NOBODY, host: hostname(), started: "1" })];
      lockOf(out, left);
      const other = takingOver(lock, left);
      writeFileSync(other, JSON.stringify({ pid: process.pid, host: hostname() }));
      expect(() => claimOutputs(out, USUAL)).toThrow(`(process ${process.pid}) is writing`);
      expect(readFileSync(lock, "utf8")).toBe(left);
      // The other one died while it did.
      writeFileSync(other, left);
      const claim = claimOutputs(out, USUAL);
      expect(JSON.parse(readFileSync(lock, "utf8"))).toMatchObject({ pid: process.pid });
      claim.release();
      expect(readdirSync(path.dirname(out))).toEqual([]);
    }));

  it("is left where it is another's by now, when the first gives it back", () =>
    within((out) => {
      const claim = claimOutputs(out, USUAL);
      const other = { pid: NOBODY, host: "elsewhere", started: "1" };
      lockOf(out, other);
      claim.release();
      expect(JSON.parse(readFileSync(`${out}.lock`, "utf8"))).toEqual(other);
    }));

  it("is taken over where the number of the process was given to another since", () =>
    within((out) => {
      lockOf(out, { pid: process.pid, host: hostname(), started: "1" });
      if (existsSync("/proc/self/stat")) claimOutputs(out, USUAL).release();
    }));

  it.each([
    ["of another machine", { pid: NOBODY, host: "elsewhere", started: "1" }, /process \d+ on elsewhere/],
    ["that cannot be read", "", /Another run is writing/],
  ])("%s counts as held, and how to get rid of it is said", (_, owner, said) =>
    within((out) => {
      lockOf(out, owner);
      expect(() => claimOutputs(out, USUAL)).toThrow(said);
      let refusal: unknown;
      try {
        claimOutputs(out, USUAL);
      } catch (error) {
        refusal = error;
      }
      const advice = expect.stringContaining(`remove "${out}.lock"`) as string;
      expect(refusal).toMatchObject({ code: "outputInUse", advice });
    }),
  );

  it("is asked for by name where a file is given of which outputs are to be read", () =>
    within((out) => {
      writeFileSync(out, "no outputs");
      expect(() => claimWhole(out)).toThrow(
        expect.objectContaining({
          message: `"${out}" is a file, and outputs lie in a folder.`,
          advice: "Name the folder that `convofold replay --out` wrote.",
        }) as Error,
      );
    }));
});
