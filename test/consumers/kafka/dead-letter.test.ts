import type { KafkaMessage } from "kafkajs";

import { headerOf, originalHeaders, toDeadLetter } from "../../../src/consumers/kafka/dead-letter";

const source = (bytes: number): KafkaMessage => ({
  key: Buffer.from("k"),
  value: Buffer.alloc(bytes, "x"),
  timestamp: "1700000000000",
  attributes: 0,
  offset: "7",
  headers: { trace: "t-1", several: ["one", "two"] },
});
const position = { topic: "t", partition: 3, offset: 7 };

/** The letter as it is read again. */
const read = (letter: ReturnType<typeof toDeadLetter>, from: KafkaMessage): KafkaMessage =>
  ({ ...from, ...letter, offset: "0", timestamp: "1800000000000" }) as KafkaMessage;

describe("a dead letter", () => {
  it("says why in headers of its own, and gives its record back as it came", () => {
    const from = source(5);
    const letter = read(
      toDeadLetter("r", { position, reason: "wrongType", path: "participants[0].calls" }, from),
      from,
    );
    expect(letter.value).toBe(from.value);
    expect(headerOf(letter, "reason")).toBe("wrongType");
    expect(headerOf(letter, "position")).toBe("t/3/7");
    expect(headerOf(letter, "timestamp")).toBe("1700000000000");
    expect(headerOf(letter, "path")).toBe("participants[0].calls");
    expect(headerOf(letter, "detail")).toBeUndefined();
    expect(headerOf(letter, "omittedBytes")).toBeUndefined();
    expect(originalHeaders(letter)).toEqual(from.headers);
  });

  it("leaves bytes out that no broker would take, and says how many", () => {
    const from = source(1_000_001);
    const letter = read(toDeadLetter("r", { position, reason: "tooLarge" }, from), from);
    expect([letter.value, headerOf(letter, "omittedBytes")]).toEqual([null, "1000001"]);
  });
});
