import { writeFileSync } from "node:fs";

import { finalTruth } from "../support/run";
import { runs } from "../support/runs";
import { compare, compareDeadlines, type Difference } from "./agree";
import { ARRANGEMENTS } from "./arrangements";
import { describeScript } from "./describe";
import { FAMILIES } from "./families";
import { renderScript, type LogRecord } from "./render/shapes";
import { decodeRecords, replayAll, type DecodedRecord, type Finals } from "./replay";
import { writeScript, type Script } from "./script";

/**
 * Scripts of what happened, rendered in every shape, and what must come out of them. `PROPERTY_RUNS=27` plays some
 * 10,000 conversations, each in every order; `TRUTH_FROM=1000000` plays others. `TRUTH_LOG=FILE` writes the records of the first that differs, so that
 * `timeline` and `explain` can be asked about it.
 */

const TEN_MINUTES = 600_000;
const { numRuns } = runs(20);
const arrangements = numRuns > 20 ? ARRANGEMENTS : ARRANGEMENTS.slice(0, 1);

interface Played {
  readonly script: Script;
  readonly records: readonly LogRecord[];
}

describe.each(FAMILIES.map((act, family) => ({ title: act.title, act, family })))("$title", ({ act, family }) => {
  let played: readonly Played[] = [];
  let decoded: readonly DecodedRecord[][] = [];
  let finals: ReadonlyMap<string, Finals> = new Map();
  let until = 0;

  beforeAll(() => {
    played = Array.from({ length: numRuns }, (_, index): Played => {
      const script = writeScript(act, family, index);
      return { script, records: renderScript(script) };
    });
    decoded = played.map(({ records }, index) => decodeRecords(records, index % 16));
    until = Math.max(...played.map(({ script }) => script.lastAt())) + 1;
    finals = replayAll(decoded, until);
  }, TEN_MINUTES);

  it("comes to the numbers of the script", () => {
    const differences = played.map(({ script }) => compare(script, of(finals, script).measurements));
    complain(differences.map(rowsOf), LEGEND);
  });

  const judged = act.isWhole ? it : it.skip;
  judged("comes to the deadlines of the script", () => {
    const differences = played.map(({ script }) => compareDeadlines(script, of(finals, script).deadlines, until));
    complain(differences.map(rowsOf), LEGEND);
  });

  it.each(arrangements)(
    "comes to the same, $name",
    ({ arrange }) => {
      const again = replayAll(
        decoded.map((records, index) => arrange(records, index)),
        until,
      );
      const rows = played.map(({ script }) => {
        const [was, is] = [finals, again].map((all) => JSON.stringify(finalTruth({ ...NOTHING, ...of(all, script) })));
        return was === is ? [] : ["  what is final depends on the order of arrival"];
      });
      complain(rows, "");
    },
    TEN_MINUTES,
  );

  /** Fails with the first conversation of which something is to be said, as it can be debugged. */
  function complain(rows: readonly (readonly string[])[], legend: string): void {
    const differing = rows.filter((own) => own.length > 0).length;
    const first = rows.findIndex((own) => own.length > 0);
    const [one] = played.slice(first, first + 1);
    if (first < 0 || one === undefined) return;
    const { script, records } = one;
    const file = process.env["TRUTH_LOG"];
    const lines = records.map(({ timestamp, value }) => JSON.stringify({ partition: 0, timestamp, value }));
    if (file !== undefined) writeFileSync(file, `${lines.join("\n")}\n`);
    const names = histogram(rows.flat().map((row) => row.trim().split(" ").slice(0, 2).join("")));
    const shapes = histogram(
      played.flatMap((each, index) => ((rows[index] ?? []).length > 0 ? [each.script.shape] : [])),
    );
    const head = [
      `${differing} of ${numRuns} conversations differ (${legend}): ${names}; as ${shapes}.`,
      `The first is number ${first}, as ${script.shape}:`,
    ].join("\n");
    throw new Error([head, ...(rows[first] ?? []), describeScript(script, records)].join("\n"));
  }
});

const LEGEND = "+ true but not emitted, - emitted but not true";

function rowsOf({ missing, extra }: Difference): string[] {
  return [...missing.map((row) => `  + ${row}`), ...extra.map((row) => `  - ${row}`)];
}

function histogram(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(", ");
}

const NOTHING = { rejections: [], outcomes: [], anomalies: [], counts: {} as never };

function of(finals: ReadonlyMap<string, Finals>, { conversationId }: Script): Finals {
  return finals.get(conversationId) ?? { measurements: [], deadlines: [], conversations: [] };
}
