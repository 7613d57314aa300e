import { decodeDocument } from "../../src/decoding/decode";
import { finalOf, foldDecoded, type Emitted } from "../support/run";

const START = Date.parse("2026-03-02T09:00:00.000Z");

/** An event of a flow that runs inside of a communication. */
const event = (kind: string, second: number, more: object) =>
  decodeDocument(
    {
      topicName: `v2.detail.events.conversation.conv.${kind}`,
      eventBody: {
        eventTime: START + second * 1000,
        conversationId: "conv",
        participantId: "flow",
        sessionId: "f",
        mediaType: "VOICE",
        flowType: "INBOUNDCALL",
        flowId: "welcome",
        ...more,
      },
    },
    { file: "log.ndjson", line: second + 1 },
  );

const numbers = (emitted: Emitted) =>
  Object.fromEntries(
    finalOf(emitted.measurements)
      .filter(({ name }) => name.includes("Flow"))
      .map(({ name, value, emitDate = "" }) => [name, [value, emitDate.slice(11, 19)]]),
  );

describe("flows", () => {
  const start = event("flow.start", 0, {});
  const exit = event("flow.end", 42, { connectedDurationMs: 42_000, exitReason: "TRANSFER", transferType: "ACD" });
  const outcome = (value: string) =>
    event("flow.outcome", 30, {
      flowOutcomeId: "authenticated",
      flowOutcomeStartTime: START + 10_000,
      flowOutcomeEndTime: START + 30_000,
      flowOutcomeValue: value,
    });

  it("are counted and measured, told apart by how they end, in either order of arrival", () => {
    const expected = { nFlow: [1, "09:00:00"], tFlow: [42_000, "09:00:42"], tFlowExit: [42_000, "09:00:42"] };
    expect(numbers(foldDecoded([start, exit]))).toEqual(expected);
    expect(numbers(foldDecoded([exit, start]))).toEqual(expected);
    const hungUp = event("flow.end", 42, { connectedDurationMs: 42_000, exitReason: "DISCONNECT" });
    expect(numbers(foldDecoded([start, hungUp]))).toMatchObject({ tFlowDisconnect: [42_000, "09:00:42"] });
    expect(numbers(foldDecoded([start, hungUp]))).not.toHaveProperty("tFlowExit");
  });

  it("are dated by the duration that their end states where their start was not seen", () => {
    expect(numbers(foldDecoded([exit]))).toMatchObject({ nFlow: [1, "09:00:00"], tFlow: [42_000, "09:00:42"] });
  });

  it("reach outcomes, of which some fail", () => {
    expect(numbers(foldDecoded([start, outcome("SUCCESS"), exit]))).toMatchObject({
      nFlowOutcome: [1, "09:00:30"],
      tFlowOutcome: [20_000, "09:00:30"],
    });
    expect(numbers(foldDecoded([start, outcome("FAILURE"), exit]))).toMatchObject({
      nFlowOutcomeFailed: [1, "09:00:30"],
    });
  });

  it("may begin, reach an outcome and end at one instant, in whatever order that comes", () => {
    const atOnce = [
      start,
      outcome("SUCCESS"),
      event("flow.outcome", 30, { flowOutcomeId: "rated", flowOutcomeValue: "FAILURE" }),
      event("flow.end", 30, { exitReason: "TRANSFER" }),
      event("flow.start", 30, { flowId: "goodbye" }),
      event("flow.end", 30, { flowId: "goodbye", exitReason: "DISCONNECT" }),
    ];
    const inOrder = (order: readonly number[]) => {
      const { measurements } = foldDecoded(order.flatMap((index) => atOnce[index] ?? []));
      const flows = finalOf(measurements).filter(({ name }) => name.includes("Flow"));
      return flows.map(({ name, value, emitDate = "" }) => [name, value, emitDate.slice(11, 19)].join(" ")).sort();
    };
    const expected = [
      "nFlow 1 09:00:00",
      "nFlow 1 09:00:30",
      "nFlowOutcome 1 09:00:30",
      "nFlowOutcome 1 09:00:30",
      "nFlowOutcomeFailed 1 09:00:30",
      "tFlow 30000 09:00:30",
      "tFlowExit 30000 09:00:30",
      "tFlowOutcome 20000 09:00:30",
    ];
    for (const order of [
      [0, 1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1, 0],
      [3, 0, 5, 1, 4, 2],
      [2, 4, 1, 5, 0, 3],
    ])
      expect(inOrder(order)).toEqual(expected);
  });

  it("end a conversation of which nothing else was seen, and give their communication no number", () => {
    const emitted = foldDecoded([start, exit]);
    expect(finalOf(emitted.conversations).map(({ state }) => state)).toEqual(["ended"]);
    expect(finalOf(emitted.measurements).filter(({ name }) => name === "tIvr")).toEqual([]);
  });
});
