import type { LogReading } from "../../src/app/log-reading";
import { verdictOf } from "../../src/app/verdict";

const RECORDS = { read: 0, folded: 0, repeated: 0, late: 0, ignored: 0, rejected: 0 };

function reading(records: Partial<LogReading["records"]>, more: Partial<LogReading> = {}): LogReading {
  return {
    records: { ...RECORDS, ...records },
    ignored: {},
    rejections: {},
    damagedFiles: [],
    foreignFiles: [],
    skippedFiles: [],
    ...more,
  };
}

const verdict = (given: LogReading, options: { isStrict?: boolean; isStandardInput?: boolean } = {}) =>
  verdictOf(given, { isStrict: false, isStandardInput: false, ...options });
const lastOf = (lines: readonly string[]) => lines.at(-1) ?? "";

describe("the verdict on how a log was read", () => {
  it("says nothing of a log that was folded", () => {
    expect(verdict(reading({ read: 100, folded: 100 }))).toEqual({ code: 0, lines: [] });
  });

  it("is a failure where all records were rejected, and says as what", () => {
    const { code, lines } = verdict(reading({ read: 3, rejected: 3 }, { rejections: { notJson: 3 } }));
    expect(code).toBe(1);
    expect(lastOf(lines)).toMatch(/^Nothing was folded: all 3 records were rejected, as notJson\. /);
  });

  it("says of a file in another encoding how to re-encode it", () => {
    const foreignFiles = [{ file: "a.ndjson", content: "text in UTF-16", advice: "Re-encode it." }];
    const { lines } = verdict(reading({ read: 1, rejected: 1 }, { rejections: { notUtf8: 1 }, foreignFiles }));
    expect(lastOf(lines)).toMatch(/the one record was rejected.* a\.ndjson holds text in UTF-16\. Re-encode it\.$/);
  });

  it("is a failure where all records came late", () => {
    const { code, lines } = verdict(reading({ read: 4, late: 4 }, { rejections: { late: 4 } }));
    expect(code).toBe(1);
    expect(lastOf(lines)).toBe("Nothing was folded: all 4 records were late. Run again with a larger --lateness.");
  });

  it("is a failure where some records are no news of a known kind and the others were rejected", () => {
    const given = reading(
      { read: 5, ignored: 4, rejected: 1 },
      { rejections: { notJson: 1 }, ignored: { heartbeat: 4 } },
    );
    expect(verdict(given).code).toBe(1);
    expect(lastOf(verdict(given).lines)).toContain("1 was rejected, as notJson");
  });

  it("is none where all records are known to be no news, or there is none, and says so", () => {
    expect(verdict(reading({ read: 4, ignored: 4 }, { ignored: { heartbeat: 4 } }))).toEqual({
      code: 0,
      lines: ["Nothing was folded: all 4 records are no news of a conversation (heartbeat 4)."],
    });
    expect(lastOf(verdict(reading({ read: 1, ignored: 1 }, { ignored: { otherTopic: 1 } })).lines)).toBe(
      "Nothing was folded: the one record is no news of a conversation (otherTopic 1).",
    );
    expect(verdict(reading({}))).toEqual({ code: 0, lines: ["The log is empty: it holds no record."] });
    expect(lastOf(verdict(reading({}), { isStandardInput: true }).lines)).toMatch(/^Standard input held no record/);
  });

  it("lets a damaged file outweigh that nothing was folded", () => {
    const damagedFiles = [{ file: "a.gz", problem: "breaks off" }];
    const { code, lines } = verdict(reading({ read: 1, rejected: 1 }, { rejections: { truncated: 1 }, damagedFiles }));
    expect(code).toBe(3);
    expect(lastOf(lines)).toBe("Not the whole log was read: a.gz breaks off. Mend or fetch it again, and run again.");
  });

  it("does not call a log empty of which no file could be read", () => {
    const damagedFiles = [{ file: "a.ndjson", problem: "may not be read by this user" }];
    const { code, lines } = verdict(reading({}, { damagedFiles }));
    expect(code).toBe(3);
    expect(lines).toEqual([expect.stringContaining("a.ndjson may not be read by this user")]);
  });

  it("names what was skipped, and how much more", () => {
    const skippedFiles = Array.from({ length: 7 }, (_, index) => ({ file: `${index}.bz2`, why: "packed" }));
    const { code, lines } = verdict(reading({ read: 1, folded: 1 }, { skippedFiles }));
    expect(code).toBe(0);
    expect(lastOf(lines)).toMatch(/^Skipped.*: 0\.bz2 \(packed\), .*4\.bz2 \(packed\) and 2 more\.$/);
  });

  it.each([
    ["late", { read: 790, folded: 696, late: 94 }, /^! 94 of 790 records \(11\.9 %\) came late.*--lateness/],
    ["rejected", { read: 100, folded: 98, rejected: 2 }, /^! 2 of 100 records \(2\.0 %\) were rejected.*as tooDeep\./],
  ])("says loudly that more than 1 %% are %s; strictly that is a failure", (_, records, said) => {
    const given = reading(records, { rejections: { late: 94, tooDeep: 2 } });
    expect(verdict(given)).toEqual({ code: 0, lines: [expect.stringMatching(said)] });
    expect(verdict(given, { isStrict: true }).code).toBe(1);
    expect(lastOf(verdict(given, { isStrict: true }).lines)).toMatch(/^--strict/);
  });

  it("says nothing of 1 % or less, strictly either", () => {
    const given = reading({ read: 100, folded: 98, rejected: 1, late: 1 }, { rejections: { late: 1, notJson: 1 } });
    expect(verdict(given, { isStrict: true })).toEqual({ code: 0, lines: [] });
  });
});
