import { encodeFence, encodePosition } from "../../../../src/consumers/live/state/state-codec";
import { checkBefore, readStateTail } from "../../../../src/consumers/live/state/state-tail";
import { encodeSuccessor } from "../../../../src/consumers/live/state/successor";
import type { Outgoing } from "../../../../src/consumers/live/port/port";
import { MemoryLog } from "../../../../src/consumers/memory/memory-log";
import { policyOf, smallOptions } from "../../../support/small-service";

const STATE = "p.state";
const OWNER = { input: "in", group: "p", policy: policyOf().digest };
const position = (offset: bigint, of: Partial<typeof OWNER> = {}): Outgoing =>
  encodePosition(STATE, { ...OWNER, ...of, offset, advances: [] });

/** A state of some messages, with so many fences behind them. */
function createState(messages: readonly Outgoing[], fences = 0): MemoryLog {
  const log = new MemoryLog();
  log.createTopic(STATE, 1);
  const all = [...messages, ...Array.from({ length: fences }, () => encodeFence(STATE, "x"))];
  for (const { key, value } of all)
    log.append(STATE, 0, { key: Buffer.from(String(key)), value: value === null ? null : Buffer.from(value) });
  return log;
}

describe("the end of a partition's state", () => {
  it("is nothing where nothing was written", async () => {
    expect(await readStateTail(createState([]), STATE, 0)).toEqual({ position: undefined, successor: undefined });
  });

  it.each([0, 3, 15, 16, 40, 4095])("names the last position, with %i fences behind it", async (fences) => {
    const { position: found } = await readStateTail(createState([position(1n), position(2n)], fences), STATE, 0);
    expect(found?.offset).toBe(2n);
  });

  it("leaves out a position that lies further back, unless the whole state may be read", async () => {
    const log = createState([position(1n)], 4096);
    expect((await readStateTail(log, STATE, 0)).position).toBeUndefined();
    expect((await readStateTail(log, STATE, 0, true)).position?.offset).toBe(1n);
  });

  it("reads few records where the position is among them", async () => {
    const log = createState([...Array.from({ length: 5000 }, () => encodeFence(STATE, "x")), position(1n)], 3);
    let read = 0;
    const counting = {
      boundsOf: async (topic: string) => log.boundsOf(topic),
      read: async (...[reading, take]: Parameters<MemoryLog["read"]>) =>
        log.read(reading, async (record) => {
          read += 1;
          return take(record);
        }),
    };
    expect((await readStateTail(counting, STATE, 0)).position?.offset).toBe(1n);
    expect(read).toBe(16);
  });

  it("begins where retention has left something", async () => {
    const log = createState([position(1n), position(2n), position(3n)]);
    log.deleteBefore(STATE, 0, 2n);
    expect((await readStateTail(log, STATE, 0)).position?.offset).toBe(3n);
  });

  it("names who has taken over", async () => {
    const log = createState([position(1n), encodeSuccessor(STATE, { prefix: "q", group: "g" })]);
    expect((await readStateTail(log, STATE, 0)).successor).toEqual({ prefix: "q", group: "g" });
  });

  it("is refused by name where it cannot be read", async () => {
    const log = createState([{ topic: STATE, key: "@position", value: Buffer.from([1, 2, 3]) }]);
    await expect(readStateTail(log, STATE, 0)).rejects.toMatchObject({ code: "stateWrong" });
  });
});

describe("whose state it is, before anybody is fenced", () => {
  const options = smallOptions("p");

  it("is the own one where nobody wrote it, or the own group did; and it is told whether it goes by another policy", async () => {
    expect(await checkBefore(createState([]), options, 0)).toBe(false);
    expect(await checkBefore(createState([position(1n)]), options, 0)).toBe(false);
    expect(await checkBefore(createState([position(1n, { policy: "another" })]), options, 0)).toBe(true);
  });

  it.each([
    [position(1n, { group: "others" }), 'is kept by the group "others"'],
    [position(1n, { input: "more" }), 'is of the input "more"'],
    [encodeSuccessor(STATE, { prefix: "q", group: "g" }), '"q" has taken over'],
  ])("is refused where it is another's", async (message, words) => {
    await expect(checkBefore(createState([message]), options, 0)).rejects.toThrow(words);
  });
});
