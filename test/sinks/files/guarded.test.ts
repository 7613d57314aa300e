import { outputFailure } from "../../../src/sinks/files/guarded";

const adviceOn = (output: string, code: string) =>
  outputFailure(output, Object.assign(new Error(code), { code }))?.advice;

describe("what the file system refuses", () => {
  it("is named with what to do about it, which no option is that a command may not have", () => {
    expect(adviceOn("out/day", "ENOSPC")).toBe("Free some space and run again.");
    expect(adviceOn("out/day", "EROFS")).toBe("Write to another place, or mend the permissions of this one.");
    expect(adviceOn("afile/day", "ENOTDIR")).toContain("a file and not a folder");
    expect(adviceOn("out/day", "EFBIG")).toContain("ulimit -f");
  });

  it("is told of a temporary folder by how to have it elsewhere", () => {
    const folder = "/tmp/convofold-finals-a1B2c3/out";
    expect(adviceOn(folder, "ENOSPC")).toBe("Free some space, or set TMPDIR to another place, and run again.");
    expect(adviceOn(folder, "EACCES")).toBe("Set TMPDIR to a place that may be written.");
  });
});
