import { writeFileSync } from "node:fs";
import path from "node:path";

import { effectivePolicy } from "../../src/app/effective-policy";
import { EMPTY_POLICY } from "../../src/app/policy";
import { differences, identifyRun } from "../../src/app/run-identity";
import { LogDigest } from "../../src/consumers/files/log-digest";
import { withFolder } from "../support/cli";

const policyOf = (answerTarget: number) =>
  effectivePolicy({ ...EMPTY_POLICY, queues: { q: { answerTarget, media: {} } } });
const SETTINGS = { settings: policyOf(7), recordBytesMax: 100 };

const within = (work: (file: { path: string; name: string; bytes: number }) => void) =>
  withFolder(async (folder) => {
    const file = path.join(folder, "a.ndjson");
    writeFileSync(file, "0123456789");
    work({ path: file, name: "a.ndjson", bytes: 10 });
  });
const digestOf = (text: string) => {
  const digest = new LogDigest();
  for (const character of text) digest.take(0, Buffer.from(character));
  return digest.soFar();
};

describe("whether a run can go on where another was", () => {
  it("is so where log, policy and version are the same", () =>
    within((file) => {
      const run = identifyRun([file], SETTINGS);
      expect(differences(run, identifyRun([file], SETTINGS), [file], digestOf("01234"))).toEqual([]);
    }));

  it("is not where what was read of a file is another content, though it is as large", () =>
    within((file) => {
      const run = identifyRun([file], SETTINGS);
      expect(differences(run, run, [file], digestOf("01x34"))).toEqual([
        "a.ndjson holds something else where it was read",
      ]);
    }));

  it("is not where files came, went or grew; each is named", () =>
    within((file) => {
      const before = identifyRun(
        [
          { ...file, bytes: 9 },
          { ...file, name: "b.ndjson" },
        ],
        SETTINGS,
      );
      const now = identifyRun([file, { ...file, name: "c.ndjson" }], SETTINGS);
      expect(differences(before, now, [file], [])).toEqual([
        "a.ndjson had 9 bytes, and has 10",
        "b.ndjson is not in the log any more",
        "c.ndjson was not in the log",
      ]);
    }));

  it("is not where policy, options or version differ; each is named", () =>
    within((file) => {
      const before = identifyRun([file], SETTINGS);
      const settings = policyOf(8);
      expect(differences(before, identifyRun([file], { ...SETTINGS, settings }), [file], [])).toEqual([
        "the policy (--policy, --lateness) is another",
      ]);
      expect(
        differences(before, identifyRun([file], { ...SETTINGS, recordBytesMax: 5, until: 0 }), [file], []),
      ).toEqual(["--max-record-bytes was 100, and is 5", "--until was not given, and is 1970-01-01T00:00:00.000Z"]);
      expect(differences({ ...before, version: "0.0.1" }, before, [file], [])[0]).toMatch(
        /^the version .* was 0\.0\.1 /,
      );
    }));

  it("is known by what was read of each file, also of one that an earlier run had read", () => {
    const digest = new LogDigest(digestOf("01234"));
    digest.take(2, Buffer.from("abc"));
    expect(digest.soFar().map(({ bytes }) => bytes)).toEqual([5, 0, 3]);
    digest.take(0, Buffer.from("0"));
    expect(digest.soFar()[0]).toEqual(digestOf("0")[0]);
  });
});
