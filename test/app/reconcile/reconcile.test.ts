import { writeFileSync } from "node:fs";
import path from "node:path";

import { openFinals, type Finals } from "../../../src/app/finals/open-finals";
import { compilePolicy, EMPTY_POLICY } from "../../../src/app/policy";
import { KeptOutRecords, reconcile, type ReconcileReport } from "../../../src/app/reconcile/reconcile";
import { zoneNamed } from "../../../src/calendars/zones";
import { simulateWithExport } from "../../support/simulated-export";
import { withFolder } from "../../support/cli";

const { lines, exported } = simulateWithExport({ seed: 8, conversations: 40 });

/** Opens a log of which every fortieth record is gone, and an export without one conversation, and with one twice. */
async function withLossyLog(work: (finals: Finals, folder: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const log = path.join(folder, "log.ndjson");
    writeFileSync(log, lines.filter((_, index) => index % 40 !== 7).join("\n"));
    const [first, ...others] = exported;
    const older = { ...first, conversationEnd: undefined, participants: [] };
    writeFileSync(path.join(folder, "export.json"), JSON.stringify([first, older, ...others.slice(1)]));
    const options = { sources: [log], policy: compilePolicy(EMPTY_POLICY), recordBytesMax: 1 << 20, until: undefined };
    const finals = await openFinals(options, () => undefined, new AbortController().signal);
    try {
      await work(finals, folder);
    } finally {
      finals.close();
    }
  });
}

const reconciled = (finals: Finals, folder: string, partSizeMax?: number): Promise<ReconcileReport> =>
  reconcile(
    finals,
    {
      sources: ["log.ndjson"],
      analytics: [path.join(folder, "export.json")],
      toleranceMs: 1000,
      zone: zoneNamed("UTC")!,
      ...(partSizeMax !== undefined && { partSizeMax }),
    },
    new KeptOutRecords(),
  );

/** What must not depend on the size of a part: differences and what is left out come in the order of parts. */
const sorted = ({ differences, fetchAgain, notCompared, ...rest }: ReconcileReport) => ({
  ...rest,
  lists: [differences, fetchAgain, notCompared].map((list) => list.map((one) => JSON.stringify(one)).sort()),
});

describe("a reconciliation", () => {
  it("is the same however little of the conversations is held at once", () =>
    withLossyLog(async (finals, folder) => {
      const whole = await reconciled(finals, folder);
      const inParts = await reconciled(finals, folder, 100);
      expect(whole.differences.length).toBeGreaterThan(10);
      expect(whole.manifest.analytics).toMatchObject({ conversations: 39, repeated: 1 });
      expect(sorted(inParts)).toEqual(sorted(whole));
    }));

  it("of a repeated conversation counts the one with the latest news", () =>
    withLossyLog(async (finals, folder) => {
      const report = await reconciled(finals, folder);
      expect(report.conversations).toEqual({ both: 39, missing: 0, extra: 1 });
      const { conversationId } = exported[0]!;
      const alone = report.differences.filter((one) => one.conversationId === conversationId && one.status === "extra");
      expect(alone).toEqual([]);
    }));
});
