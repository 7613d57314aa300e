import { spawnSync } from "node:child_process";
import path from "node:path";

import type { ObservationBody } from "../../src/models/decoded";
import { describeFault, fuzz, type FuzzReport } from "./fuzz";
import { mutantOf } from "./mutants";
import { REAL, type Subject } from "./subject";

const SEED = 1;
const SLOW_MS = 10_000;
const options = {
  seed: SEED,
  from: 0,
  until: 512,
  endsAt: Infinity,
  slowMs: SLOW_MS,
  faultsMax: 3,
  onProgress: () => undefined,
};

const faultsOf = async (subject: Partial<Subject>): Promise<string> => {
  const { faults } = await fuzz({ ...REAL, ...subject }, { ...options, until: 256, faultsMax: 1 });
  return faults.map((fault) => describeFault(fault, SEED)).join("\n");
};

/** Whether an id is none that a simulated centre gives: only mutants have such. */
const isStrange = (id: string) => !/^[0-9a-f-]{36}$/.test(id);

const withoutHeld = ({ facts: { held: _, ...facts }, ...body }: ObservationBody): ObservationBody => ({
  ...body,
  facts,
});

describe("mutants of records", () => {
  it("throw nothing, hang nowhere, change no neighbour, and show nothing personal", async () => {
    const report: FuzzReport = await fuzz(REAL, options);
    expect(report.faults.map((fault) => describeFault(fault, SEED))).toEqual([]);
    expect(report.tried).toBe(512);
    expect(report.folded / report.tried).toBeGreaterThan(0.4);
  });

  it("are the same each time, for a seed and a number", () => {
    expect(mutantOf(SEED, 7)).toEqual(mutantOf(SEED, 7));
    expect(mutantOf(SEED, 7)).not.toEqual(mutantOf(SEED, 8));
    expect(mutantOf(SEED, 7)).not.toEqual(mutantOf(SEED + 1, 7));
  });
});

describe("a fault that is planted is found, with the number and the bytes of a mutant that shows it", () => {
  it("a reader that throws", async () => {
    const said = await faultsOf({
      decode(bytes, place) {
        if (bytes.includes("__proto__")) throw new TypeError("planted");
        return REAL.decode(bytes, place);
      },
    });
    expect(said).toMatch(/^seed 1, --only \d+: decoding threw TypeError: planted/);
    const [, number = "", base64 = ""] = /\n {2}(\d+) (\S+)$/.exec(said) ?? [];
    expect(Buffer.from(base64, "base64")).toEqual(mutantOf(SEED, Number(number)));
  });

  it("a reader that loses a field", async () => {
    const said = await faultsOf({
      decode: (bytes, place) =>
        REAL.decode(bytes, place).map((decoded) =>
          decoded.kind === "observations" ? { ...decoded, bodies: decoded.bodies.map(withoutHeld) } : decoded,
        ),
    });
    expect(said).toMatch(/the two readers differ/);
  });

  it("readers that show what they could not read", async () => {
    const leaky: Subject["decode"] = (bytes, place) =>
      REAL.decode(bytes, place).map((decoded) =>
        decoded.kind !== "rejected"
          ? decoded
          : { ...decoded, rejections: decoded.rejections.map((one) => ({ ...one, detail: bytes.toString() })) },
      );
    const createReader = () => ({
      readAll: (bytes: Buffer, from: number, until: number, place: () => Parameters<typeof leaky>[1]) =>
        leaky(bytes.subarray(from, until), place()),
    });
    expect(await faultsOf({ decode: leaky, createReader })).toMatch(/a personal value is in the lines of files/);
  });

  it("a fold that throws", async () => {
    const said = await faultsOf({
      fold(state, observation) {
        if (isStrange(observation.participantId)) throw new RangeError("planted");
        return REAL.fold(state, observation);
      },
    });
    expect(said).toMatch(/^seed 1, --only \d+: folding threw RangeError: planted/);
  });

  it("a fold in which one conversation bears on another", async () => {
    let isSpoilt = false;
    const said = await faultsOf({
      fold(state, observation) {
        isSpoilt ||= isStrange(observation.participantId);
        return isSpoilt ? state : REAL.fold(state, observation);
      },
    });
    expect(said).toMatch(/neighbours come to other numbers/);
  });

  it("a reader that takes too long", async () => {
    let now = 0;
    const decode: Subject["decode"] = (bytes, place) => {
      now += bytes.includes("9007199254740993") ? SLOW_MS + 1 : 1;
      return REAL.decode(bytes, place);
    };
    expect(await faultsOf({ decode, clock: () => now })).toMatch(/decoding took 10001 ms/);
  });
});

describe("npm run fuzz", () => {
  const script = path.join(__dirname, "../../scripts/fuzz.mjs");
  const run = (...words: string[]) => spawnSync(process.execPath, [script, ...words], { encoding: "utf8" });

  it("says what it tried, and tries mutants alone again", () => {
    const { status, stdout } = run("--only", "5-6", "--seed", "2");
    expect(stdout).toMatch(/^2 mutants .* of seed 2 .* 0 faults/);
    expect(status).toBe(0);
  });

  it("shows its usage where it is asked for it, or a word is wrong", () => {
    const help = run("--help");
    expect([help.status, help.stdout.includes("npm run fuzz")]).toEqual([0, true]);
    for (const words of [["--seconds", "long"], ["--nonsense"], ["--only", "x"]]) {
      const { status, stderr } = run(...words);
      expect([words, status, stderr.includes("npm run fuzz")]).toEqual([words, 2, true]);
    }
  });
});
