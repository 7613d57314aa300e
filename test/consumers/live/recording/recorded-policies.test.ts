import type { Outgoing } from "../../../../src/consumers/live/port/port";
import { encodePolicy } from "../../../../src/consumers/live/policy/policy-codec";
import { PolicyPlacing, readServed } from "../../../../src/consumers/live/recording/recorded-policies";
import { encodeFence, encodePosition } from "../../../../src/consumers/live/state/state-codec";
import { MemoryLog } from "../../../../src/consumers/memory/memory-log";
import type { PolicySwitch } from "../../../../src/models/policy-switch";
import { KEPT_POLICIES } from "../../../support/switches";

const STATE = "p.state";

function switchAt(index: number, offset: number): PolicySwitch {
  const kept = KEPT_POLICIES[index];
  if (kept === undefined) throw new RangeError("there is no such policy");
  return { ...kept, partition: 1, offset, from: index === 0 ? "start" : "now" };
}

/** A state of two partitions, the second with these messages. */
function createState(messages: readonly Outgoing[]): MemoryLog {
  const log = new MemoryLog();
  log.createTopic(STATE, 2);
  for (const { key, value } of messages)
    log.append(STATE, 1, { key: Buffer.from(String(key)), value: value === null ? null : Buffer.from(value) });
  return log;
}

const position = (input: string | undefined): Outgoing =>
  encodePosition(STATE, { ...(input !== undefined && { input }), offset: 1n, advances: [] });

describe("how a partition was served", () => {
  it("is by its policies in the order of their numbers, the last that was written of each, whatever lies between", async () => {
    const log = createState([
      encodePolicy(STATE, 1, switchAt(1, 7)),
      encodeFence(STATE, "x"),
      encodePolicy(STATE, 0, switchAt(0, 0)),
      position("in"),
      encodePolicy(STATE, 10, switchAt(3, 20)),
      encodePolicy(STATE, 2, switchAt(3, 9)),
      encodePolicy(STATE, 2, switchAt(2, 11)),
    ]);
    const { policies, inputs } = await readServed(log, STATE, 1);
    expect(policies).toEqual([switchAt(0, 0), switchAt(1, 7), switchAt(2, 11), switchAt(3, 20)]);
    expect(inputs).toEqual(["in"]);
  });

  it("names each input that somebody folded into it", async () => {
    const log = createState([position("in"), position("more"), position("in"), position(undefined)]);
    expect((await readServed(log, STATE, 1)).inputs).toEqual(["in", "more"]);
  });

  it("is not known of a partition that nobody served", async () => {
    expect(await readServed(createState([position("in")]), STATE, 0)).toEqual({ policies: [], inputs: [] });
  });

  it("ends where the state ended when it was asked: what comes meanwhile is of what is recorded later", async () => {
    const log = createState([position("in"), encodePolicy(STATE, 0, switchAt(0, 0))]);
    const growing = {
      boundsOf: async (topic: string) => {
        const bounds = await log.boundsOf(topic);
        log.append(STATE, 1, { key: Buffer.from("p:1"), value: Buffer.from(JSON.stringify(switchAt(1, 3))) });
        return bounds;
      },
      read: async (...given: Parameters<MemoryLog["read"]>) => log.read(...given),
    };
    expect((await readServed(growing, STATE, 1)).policies).toEqual([switchAt(0, 0)]);
  });

  it("is refused by name where a policy cannot be read", async () => {
    const log = createState([{ topic: STATE, key: "p:0", value: "{oops" }]);
    await expect(readServed(log, STATE, 1)).rejects.toMatchObject({ code: "stateWrong" });
  });
});

describe("policies among records", () => {
  it("stand each before the first record that it holds for, and once", () => {
    const placing = new PolicyPlacing([switchAt(0, 0), switchAt(1, 5), switchAt(2, 5), switchAt(3, 9)]);
    const given = [0n, 4n, 5n, 6n, 12n, 13n].map((offset) => placing.before(offset).map((one) => one.offset));
    expect(given).toEqual([[0], [], [5, 5], [], [9], []]);
  });
});
