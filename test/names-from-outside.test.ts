import { writeFileSync } from "node:fs";
import path from "node:path";

import { explain } from "../src/app/explain";
import { compilePolicy, EMPTY_POLICY } from "../src/app/policy";
import { resolveLimits } from "../src/models/policy-values";
import { parsePolicy } from "../src/app/policy-file";
import { readNames } from "../src/app/board/names";
import { traceConversation } from "../src/app/trace";
import { verify } from "../src/app/verify/verify";
import { drawTimeline } from "../src/cli/draw-timeline";
import { decodeDocument } from "../src/decoding/decode";
import { boardOf } from "./support/board";
import { withFolder } from "./support/cli";
import { foldDecoded } from "./support/run";

const NAMES = ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty"];
const PLAIN = "plainname";
const at = (time: string) => `2026-03-02T${time}.000Z`;

/** A conversation in which whatever may be any text is this name. */
function recordsWith(name: string): string[] {
  const queue = (time: string, more: object) => ({
    id: "p1",
    purpose: "acd",
    queueId: name,
    calls: [{ id: "c1", connectedTime: at("09:00:00"), state: "connected", ...more }],
    ...(time === "" ? {} : { attributes: { [name]: name } }),
  });
  const agent = (more: object) => ({
    id: "p2",
    purpose: "agent",
    userId: name,
    queueId: name,
    calls: [{ id: "c2", connectedTime: at("09:00:10"), state: "connected", ...more }],
  });
  const other = {
    id: "p3",
    purpose: name,
    calls: [{ id: "c3", state: "connected", direction: name, connectedTime: at("09:00:00") }],
  };
  const end = { state: "disconnected", disconnectedTime: at("09:00:10"), disconnectType: "transfer" };
  const left = { state: "disconnected", disconnectedTime: at("09:01:00"), disconnectType: name };
  const record = (timestamp: string, participants: object[]) =>
    `{"partition":0,"timestamp":${Date.parse(at(timestamp))},"value":${JSON.stringify({ id: "conv", participants })}}`;
  return [
    record("09:00:00", [queue("09:00:00", {}), other]),
    record("09:00:10", [queue("", end), agent({}), { ...other, calls: [{ ...other.calls[0], state: name }] }]),
    record("09:01:00", [agent({ ...left, wrapup: { code: name, [name]: 1 } })]),
  ];
}

const decoded = (name: string) =>
  recordsWith(name).map((line, index) => decodeDocument(JSON.parse(line), { file: "log", line: index + 1 }));
/** What comes out, with the name taken for another. */
const renamed = (value: unknown, name: string) =>
  JSON.stringify(value).replaceAll(name, PLAIN).replaceAll(name.toLowerCase(), PLAIN);

describe.each(NAMES)("a name %s from outside", (name) => {
  it("is folded as any other name is", () => {
    const { counts: _, ...emitted } = foldDecoded(decoded(name));
    const { counts: __, ...plain } = foldDecoded(decoded(PLAIN));
    expect(emitted.measurements.map((record) => record.name)).toContain("tAnswered");
    expect(renamed(emitted, name)).toBe(renamed(plain, PLAIN));
  });

  it("is drawn, explained, verified and shown on a board as any other", () =>
    withFolder(async (folder) => {
      const log = path.join(folder, "log.ndjson");
      writeFileSync(log, `${recordsWith(name).join("\n")}\n`);
      const options = { logs: [log], recordBytesMax: 1 << 20, policy: compilePolicy(EMPTY_POLICY) };
      const trace = await traceConversation({ ...options, conversationId: "conv", until: undefined }, () => undefined);
      expect(explain(trace, { id: undefined, name: "tHandle" })).toMatchObject([
        { final: { value: 50_000, queueId: name } },
      ]);
      expect(() => explain(trace, { id: undefined, name })).toThrow(`has no ${name}`);
      expect(drawTimeline(trace.view, 80)).toContain(`${name} call`.slice(0, 20));
      const { runs, reading } = await verify({ ...options, orders: 1, seed: 1 }, () => undefined);
      expect(runs.every(({ agrees }) => agrees)).toBe(true);
      expect(reading.records).toMatchObject({ folded: 3, rejected: 0 });
      const board = boardOf([trace.view]);
      expect(board.tables(Date.parse(at("09:02:00"))).queues.map(({ queueId }) => queueId)).toEqual([name]);
    }));

  it("has a policy of its own where one is written, and that of all where none is", () => {
    const policy = parsePolicy(
      `version: 1\nqueues:\n  "${name}":\n    answerTarget: 7s\n    media: { call: { answerTarget: 9s } }\n`,
      "p",
    );
    expect(resolveLimits(policy, name, "chat").answerTargetMs).toBe(7000);
    expect(resolveLimits(policy, name, "call").answerTargetMs).toBe(9000);
    expect(resolveLimits(EMPTY_POLICY, name, name)).toEqual(resolveLimits(EMPTY_POLICY, PLAIN, PLAIN));
    expect(() => parsePolicy(`version: 1\nqueues:\n  "${name}":\n    answerTarget: never\n`, "p")).toThrow(
      `queues.${name}.answerTarget: "never"`,
    );
  });

  it("has a name of its own in a file of names", () =>
    withFolder(async (folder) => {
      const file = path.join(folder, "names.csv");
      writeFileSync(file, `kind,id,name\nqueue,${name},Sales\n`);
      expect(Object.entries(readNames(file).queues)).toEqual([[name.toLowerCase(), "Sales"]]);
      writeFileSync(file, `kind,id,name\n${name},q1,Sales\n`);
      expect(() => readNames(file)).toThrow("line 2: a kind");
    }));
});
