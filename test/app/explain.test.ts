import { writeFileSync } from "node:fs";
import path from "node:path";

import { explain } from "../../src/app/explain";
import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { traceConversation } from "../../src/app/trace";
import type { Trace } from "../../src/app/trace-keeper";
import { measurementNamed, measurementsFor, MEASUREMENTS } from "../../src/measurements/definitions";
import { tiesOf } from "../../src/engine/derive/ties";
import { sumOfTerms } from "../../src/measurements/terms";
import { createEngine } from "../../src/engine/engine";
import { decodeRecord } from "../../src/decoding/decode";
import { simulate, USUAL_OPTIONS } from "../../src/consumers/simulation/player";
import { convofold, withFolder } from "../support/cli";
import { agent, calls, event, t, whole, type Json } from "../support/story";

const SAMPLES = path.join(__dirname, "../../samples");
const CALL = "ca110000-0000-4000-a000-000000000001";
const silent = () => undefined;
const trace = (log: string, conversationId: string): Promise<Trace> =>
  traceConversation(
    { logs: [log], conversationId, policy: compilePolicy(EMPTY_POLICY), recordBytesMax: 1 << 20, until: undefined },
    silent,
  );

/** Flows, of which the simulator writes no events: one that hands on with an outcome, one in which somebody hangs up. */
const inFlow = (flowId: string, more: Json) => ({
  participantId: "f",
  sessionId: "f",
  mediaType: "VOICE",
  flowId,
  ...more,
});
const FLOW_EVENTS = [
  event("09:00:00", "flow.start", inFlow("one", {})),
  event("09:00:30", "flow.outcome", {
    ...inFlow("one", { flowOutcomeId: "o", flowOutcomeValue: "SUCCESS" }),
    flowOutcomeStartTime: Date.parse(t("09:00:10")),
  }),
  event("09:00:40", "flow.end", inFlow("one", { connectedDurationMs: 40_000, exitReason: "TRANSFER" })),
  event("09:01:00", "flow.start", inFlow("two", {})),
  event("09:01:20", "flow.end", inFlow("two", { connectedDurationMs: 20_000, exitReason: "DISCONNECT" })),
];

describe("the terms of a measurement", () => {
  it("come to its value, for every time in a log of every shape", () => {
    const policy = compilePolicy(EMPTY_POLICY, { lateness: 100 * 86_400_000 });
    const outputs = { measurement: silent, deadline: silent, conversation: silent, rejection: silent };
    // What stands at the end is looked at: nothing needs to be derived before.
    const engine = createEngine(policy, outputs, { emits: "finals" });
    const ids = new Set<string>();
    let line = 0;
    const simulated = [...simulate({ ...USUAL_OPTIONS, conversations: 400, seed: 3 })].flatMap((output) =>
      "line" in output ? [output.line] : [],
    );
    const records = [...simulated, ...FLOW_EVENTS.map((one) => JSON.stringify(one))].map((text) =>
      decodeRecord(Buffer.from(text), { file: "f", line: (line += 1) }),
    );
    for (const record of records) if (record.kind === "observations") ids.add(record.conversationId);
    engine.acceptAll(records);
    const seen = new Map<string, number>();
    const wrong: object[] = [];
    for (const id of ids) {
      for (const timeline of engine.timelines(id) ?? []) {
        for (const communication of timeline.communications) {
          const { queueId } = communication.state.profile;
          const limits = policy.limitsFor(queueId, communication.state.mediaType);
          const ties = tiesOf(communication, timeline);
          for (const { name, derive } of measurementsFor(communication.state.profile.purpose)) {
            const termsOf = measurementNamed(name)?.terms;
            for (const { value, key } of derive(communication, ties, limits)) {
              const terms = termsOf?.(communication, ties, key) ?? [];
              const isGiven = !name.startsWith("t") || communication.sums !== undefined || value === 0;
              if (isGiven && terms.length === 0) continue;
              if (sumOfTerms(terms) !== value) wrong.push({ id, name, key, value, terms });
              seen.set(name, (seen.get(name) ?? 0) + 1);
            }
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    const times = MEASUREMENTS.map(({ name }) => name).filter((name) => name.startsWith("t"));
    expect(times.filter((name) => !seen.has(name))).toEqual([]);
  });
});

describe("explaining a number", () => {
  it("gives its formula with the numbers filled in, and the records that set it", async () => {
    const [explanation] = explain(await trace(path.join(SAMPLES, "call.ndjson"), CALL), {
      id: undefined,
      name: "tHandle",
    });
    expect(explanation).toMatchObject({ name: "tHandle", result: 340_000, final: { value: 340_000 } });
    expect(explanation?.formula.map(({ sign, what, ms }) => `${sign} ${what} ${String(ms)}`)).toEqual([
      "+ connected 300000",
      "+ after-call work 40000",
    ]);
    expect(explanation?.evidence.length).toBeGreaterThan(1);
    expect(explanation?.evidence.every(({ record }) => record !== undefined)).toBe(true);
    expect(explanation?.deadlines.map(({ kind }) => kind)).toContain("wrapUp");
  });

  it("shows each revision and why it came, late news among them", () =>
    withFolder(async (folder) => {
      const live = { state: "connected", connectedTime: t("09:00:10") };
      const records = [
        calls("09:00:10", agent(live)),
        calls("09:02:00", agent({ ...live, held: true, startHoldTime: t("09:02:00") })),
        calls("09:03:30", agent({ ...live, held: false, muted: true })),
        calls("09:03:00", agent({ ...live, held: false })),
      ];
      const log = path.join(folder, "log.ndjson");
      writeFileSync(log, records.map((record) => JSON.stringify(record)).join("\n"));
      const [holdTime] = explain(await trace(log, "conv"), { id: undefined, name: "tHeld" });
      expect(holdTime?.revisions.map(({ emitted }) => emitted.split(" ")[0])).toEqual(["90000", "60000"]);
      expect(holdTime?.revisions[0]?.why).toBe("it was derived for the first time");
      expect(holdTime?.revisions[1]?.why).toMatch(/changed: the value.*late news: its record is 30000 ms older/);
      expect(holdTime?.result).toBe(60_000);
    }));

  it("shows the platform's totals and what was seen side by side, whichever of them counts", () =>
    withFolder(async (folder) => {
      const [connectedTime, endTime] = [t("09:00:00"), t("09:05:00")];
      const call = (clock: string, more: Json) => whole(clock, agent({ calls: [{ id: "c", connectedTime, ...more }] }));
      const seen = [
        call("09:00:00", { state: "connected" }),
        call("09:01:00", { state: "connected", held: true, startHoldTime: t("09:01:00") }),
        call("09:02:00", { state: "connected", held: false }),
        call("09:05:01", { state: "terminated", disconnectedTime: endTime }),
      ];
      const totalsOf = (interactingDurationMs: number, heldDurationMs: number) =>
        event("09:05:00", "user.end", {
          participantId: "agent",
          sessionId: "c",
          userId: "u",
          queueId: "q",
          interactingDurationMs,
          heldDurationMs,
        });
      const log = path.join(folder, "log.ndjson");
      const heldBy = async (totals: Json) => {
        writeFileSync(log, [...seen, totals].map((record) => JSON.stringify(record)).join("\n"));
        const [holdTime] = explain(await trace(log, "conv"), { id: undefined, name: "tHeldComplete" });
        const terms = (list: readonly { what: string; ms: number }[] = []) => list.map(({ what, ms }) => [what, ms]);
        return { result: holdTime?.result, formula: terms(holdTime?.formula), beside: terms(holdTime?.beside) };
      };
      const total = "hold (the platform's total)";
      expect(await heldBy(totalsOf(200_000, 100_000))).toEqual({
        result: 100_000,
        formula: [[total, 100_000]],
        beside: [["hold", 60_000]],
      });
      expect(await heldBy(totalsOf(280_000, 20_000))).toEqual({
        result: 60_000,
        formula: [["hold", 60_000]],
        beside: [[total, 20_000]],
      });
    }));

  it("masks what is personal, whatever it is called", () =>
    withFolder(async (folder) => {
      const secret = "SECRET-OF-A-PERSON";
      const record = calls(
        "09:00:10",
        agent({
          state: "connected",
          connectedTime: t("09:00:10"),
          name: secret,
          ani: secret,
          attributes: { [`x`]: secret },
          unheardOf: secret,
          deeper: { state: secret, list: [secret] },
          wrapup: { notes: secret, code: "sale" },
        }),
      );
      const log = path.join(folder, "log.ndjson");
      const alert = calls("09:00:00", agent({ state: "alerting", name: secret }));
      writeFileSync(log, [alert, record].map((one) => JSON.stringify(one)).join("\n"));
      const shown = JSON.stringify(explain(await trace(log, "conv"), { id: undefined, name: undefined }));
      expect(shown).not.toContain(secret);
      expect(shown).toContain("sale");
    }));

  it("works from the command line, in words and as JSON, and says what there is when there is not what was wished", async () => {
    const log = path.join(SAMPLES, "call.ndjson");
    const words = await convofold(["explain", log, "--conversation", CALL, "--metric", "tHeld"]);
    expect(words.stdout).toContain("tHeld = 40000 ms (40.0 s)");
    const json = await convofold(["explain", log, "--conversation", CALL.toUpperCase(), "--json"]);
    const all = JSON.parse(json.stdout) as { id: string; name: string }[];
    expect(all.length).toBeGreaterThan(12);
    const byId = await convofold(["explain", log, all[0]?.id ?? ""]);
    expect(byId.stdout).toContain(all[0]?.id);
    const missing = await convofold(["explain", log, "--conversation", CALL, "--metric", "tNothing"]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/It has .*tHandle/);
    expect((await convofold(["explain", log, "--conversation", "nobody"])).code).toBe(2);
    expect((await convofold(["explain", log])).code).toBe(2);
  });
});
