import { AppError } from "../../../../src/models/app-error";
import { KAFKA_ERRORS } from "../../../../src/consumers/kafka/client-errors";
import { Doubtful, Troubles, type TroublePlace } from "../../../../src/consumers/live/task/troubles";
import { TimeoutError } from "../../../../src/consumers/live/port/waiting";

const at = (offset: bigint | undefined): TroublePlace => ({ topic: "t", partition: 3, offset });
const fault = () => new TypeError("x is not a function");
/** What the client throws, by what the broker called it. */
const ofClient = (type: string, retriable: boolean) =>
  Object.assign(new Error(type), { name: "KafkaJSProtocolError", type, retriable });
const wrapped = (cause: Error) => Object.assign(new Error("given up"), { name: "KafkaJSNonRetriableError", cause });

/** What comes of the same failure again and again. */
function again(times: number, error: () => unknown, { place = at(7n), hasProgressed = false } = {}) {
  const troubles = new Troubles(KAFKA_ERRORS);
  return Array.from({ length: times }, () => troubles.note(place, error(), hasProgressed));
}

describe("a partition that fails", () => {
  it("is not opened a third time for a fault of our own that came twice at one place", () => {
    const [first, second] = again(2, fault);
    expect(first).toEqual({ kind: "internal", times: 1, failure: undefined });
    expect(second?.failure).toMatchObject({ code: "partitionStuck" });
    expect(second?.failure?.message).toContain("t[3] was folded from offset 7 on: TypeError at ");
    expect(second?.failure?.message).not.toContain("not a function");
    expect(again(2, fault, { place: at(undefined) })[1]?.failure?.message).toContain("was restored");
    expect(again(2, fault, { hasProgressed: true })[1]?.failure).toBeDefined();
  });

  it("is opened again where the fault is another, or came at another place", () => {
    const troubles = new Troubles(KAFKA_ERRORS);
    expect(troubles.note(at(7n), fault(), false).failure).toBeUndefined();
    expect(troubles.note(at(8n), fault(), false).failure).toBeUndefined();
    expect(troubles.note(at(8n), new RangeError("other"), false).failure).toBeUndefined();
  });

  it("says which right is missing, at the second refusal", () => {
    for (const [type, word] of [
      ["TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "transactional ids"],
      ["TOPIC_AUTHORIZATION_FAILED", "topic"],
      ["GROUP_AUTHORIZATION_FAILED", "group"],
    ] as const) {
      const [first, second] = again(2, () => wrapped(ofClient(type, false)));
      expect(first).toMatchObject({ kind: "refused", failure: undefined });
      expect(second?.failure).toMatchObject({ code: "notAllowed", advice: expect.stringContaining(word) as string });
    }
  });

  it.each<[string, string, () => unknown]>([
    ["was fenced", "fenced", () => wrapped(ofClient("INVALID_PRODUCER_EPOCH", false))],
    ["has brokers that are away", "cluster", () => wrapped(Object.assign(new Error("x"), { code: "ECONNREFUSED" }))],
    ["took too long", "cluster", () => new TimeoutError("a transaction", 1)],
  ])("is opened again for as long as it takes where it %s", (_what, kind, error) => {
    expect(again(200, error).at(-1)).toEqual({ kind, times: 200, failure: undefined });
  });

  it("is settled at last where the client says that nothing helps, unless it got on meanwhile", () => {
    const unknown = () => ofClient("INVALID_TXN_STATE", false);
    expect(again(9, unknown).at(-1)?.failure).toBeUndefined();
    expect(again(10, unknown).at(-1)?.failure).toMatchObject({ code: "kafkaFailed" });
    expect(again(50, unknown, { hasProgressed: true }).at(-1)).toMatchObject({ times: 1, failure: undefined });
  });

  it("fails for good where its input still is not what it was", () => {
    const shrunk = new AppError("inputShrank", "m", "a");
    const all = again(5, () => new Doubtful(shrunk));
    expect(all.map(({ failure }) => failure)).toEqual([undefined, undefined, undefined, undefined, shrunk]);
  });

  it("is kept in mind until it goes elsewhere", () => {
    const troubles = new Troubles(KAFKA_ERRORS);
    troubles.note(at(7n), fault(), false);
    troubles.keep([3, 4]);
    expect(troubles.has(3)).toBe(true);
    troubles.keep([4]);
    expect(troubles.has(3)).toBe(false);
  });
});
