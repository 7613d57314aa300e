import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import fc from "fast-check";

import { ATTRIBUTIONS } from "../../src/answers/table-options";
import type { LogRecord } from "../../src/consumers/live/port/port";
import { readOutputs } from "../../src/app/finals/read-outputs";
import { INTERVAL_LENGTHS } from "../../src/calendars/intervals";
import type { FinalConversation } from "../../src/models/final-conversation";
import { withFolder } from "../support/cli";
import { tableOf } from "../support/finals";
import { linesIn, replayRecords, serve, simulatedRecords, STREAMS } from "../support/memory-service";
import { outputsIn } from "../support/output-files";

const RUNS = 3 * Number(process.env["PROPERTY_RUNS"] ?? 1);

async function finalsIn(out: string): Promise<FinalConversation[]> {
  const all: FinalConversation[] = [];
  for await (const one of readOutputs(outputsIn(out))) all.push(one);
  return all;
}

/** Every third record comes some forty records later: what it changes was emitted otherwise before. */
function withLateOnes(records: readonly LogRecord[]): LogRecord[] {
  const isLate = (index: number) => index % 3 === 1;
  const placeOf = (index: number) => (isLate(index) ? index + 40 : index);
  const placed = records.map((record, index) => ({ record, place: placeOf(index) }));
  const sorted = placed.sort((one, other) => one.place - other.place);
  return sorted.map(({ record }, offset) => ({ ...record, offset: BigInt(offset) }));
}

describe("a table of what a service wrote", () => {
  it("is that of a replay of its input, by every rule, however often it was started anew", async () => {
    const seen = { corrected: 0, retracted: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.nat(1000),
        fc.constantFrom(40, 130, 10_000),
        fc.constantFrom(...INTERVAL_LENGTHS),
        fc.constantFrom("UTC", "Europe/Berlin", "Australia/Lord_Howe"),
        async (seed, slice, interval, zone) =>
          withFolder(async (folder) => {
            const records = withLateOnes(simulatedRecords({ conversations: 25, seed }));
            const log = await serve(records, records, {}, slice);
            const live = path.join(folder, "live");
            mkdirSync(live);
            for (const stream of STREAMS)
              writeFileSync(
                path.join(live, `${stream}.ndjson`),
                (await linesIn(log, stream)).map((line) => `${line}\n`).join(""),
              );
            const lines = await linesIn(log, "measurements");
            const written = lines.map((line) => JSON.parse(line) as { id: string; retracted?: boolean });
            seen.corrected += written.length - new Set(written.map(({ id }) => id)).size;
            seen.retracted += written.filter(({ retracted }) => retracted === true).length;
            const [ofLive, ofReplay] = [await finalsIn(live), await finalsIn(await replayRecords(folder, records, {}))];
            expect(ofReplay).toHaveLength(25);
            for (const attribution of ATTRIBUTIONS) {
              const settings = { attribution, interval, zone, by: ["queue", "agent", "wrapup"] as const };
              expect(await tableOf(ofLive, settings)).toEqual(await tableOf(ofReplay, settings));
            }
          }),
      ),
      {
        numRuns: RUNS + 2,
        // These have corrections of every kind, whatever else is drawn.
        examples: [
          [1, 40, "30m", "Europe/Berlin"],
          [2, 10_000, "30m", "UTC"],
        ],
      },
    );
    // Without any of these, a reader that knows nothing of corrections would do.
    expect(Math.min(seen.corrected, seen.retracted)).toBeGreaterThan(0);
  });
});
