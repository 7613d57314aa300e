import { convofold } from "../support/cli";

describe("a command that is called in the wrong way", () => {
  it.each([
    [["frobnicate"], 'There is no command "frobnicate".', "`convofold --help` lists them."],
    [["replya", "x"], 'There is no command "replya".', "Did you mean replay?"],
    [["replay"], "A log is missing.", "Name a file or folder, or - for standard input."],
    [["timeline", "samples/call.ndjson"], "--conversation <id> is missing.", "`convofold inspect LOG` shows"],
    [["explain", "samples/call.ndjson"], "Say what to explain.", "`convofold inspect LOG` shows"],
    [["record", "--brokers", "localhost:9092"], "--out <file> is missing.", "Name the file"],
    [["replay", "x", "--fromat"], "There is no option --fromat here.", "Did you mean --format?"],
    [["replay", "x", "--lateness"], "--lateness wants a value: <span>.", "`convofold replay --help` says which."],
    [["replay", "x", "--lateness", "5x"], '"5x" is no value for --lateness.', "A span such as 20s"],
    [["replay", "x", "--format", "xml"], '"xml" is no value for --format.', "Give one of ndjson, csv, parquet."],
    [
      ["replay", "x", "--workers", "1e9"],
      '"1e9" is no value for --workers.',
      "A whole number from 1 to 128 is wanted.",
    ],
    [["serve", "x", "--threads", "129"], '"129" is no value for --threads.', "A whole number from 1 to 128 is wanted."],
    [["completion", "tcsh"], '"tcsh" is no shell.', "Give one of bash, zsh, fish."],
    [["reconcile", "out"], "--analytics <file...> is missing.", "`convofold simulate --out log.ndjson --analytics"],
    [
      ["query", "samples/call.ndjson", "x"],
      '"samples/call.ndjson" is a file, and only a folder of outputs can be asked.',
      "Write one with `convofold replay",
    ],
    [["serve", "--brokers", "localhost"], '"localhost" is no broker.', "Write HOST:PORT, several with commas"],
    [
      ["serve", "--brokers", "b:1", "--role", "board", "--tls-cert", "x"],
      "TLS needs a certificate and its key.",
      "Give both --tls-cert and --tls-key.",
    ],
    [["query", "a", "b", "c"], "3 arguments were given where 2 are wanted.", "`convofold query --help` shows"],
  ])("%j: says what is wrong, then what to do", async (args, message, advice) => {
    const { code, stdout, stderr } = await convofold(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const lines = stderr.trimEnd().split("\n");
    expect(lines[0]).toBe(`convofold: ${message}`);
    expect(lines[1]).toContain(advice);
    expect(lines).toHaveLength(2);
  });

  it("says which samples there are to whoever names another one", async () => {
    const { code, stderr } = await convofold(["replay", "samples/day.ndjson"]);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^convofold: There is no file or folder "samples\/day.ndjson".\nIts logs are call\.ndjson, /,
    );
    expect(stderr).toContain("day.ndjson.gz");
  });

  it("shows of a policy file that is of another kind only its beginning", async () => {
    const { code, stderr } = await convofold(["policy", "check", "samples/names.csv"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/\(whole file\): "kind,id,name.*…";/);
    for (const line of stderr.split("\n")) expect(line.length).toBeLessThan(200);
  });

  it("shows its help where it has commands of its own and none is named", async () => {
    const { code, stderr } = await convofold(["policy"]);
    expect(code).toBe(2);
    expect(stderr).toContain("check [options] <file>");
  });

  it("writes no colours, on whatever they are asked for", async () => {
    for (const environment of [{ FORCE_COLOR: "1" }, { NO_COLOR: "1" }]) {
      const { stdout, stderr } = await convofold(["inspect", "samples/call.ndjson"], { environment });
      expect(`${stdout}${stderr}`).not.toContain("\u001b");
    }
  });
});
