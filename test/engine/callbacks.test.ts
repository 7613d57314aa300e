import fc from "fast-check";

import { finalTruth, foldDocuments } from "../support/run";
import { runs } from "../support/runs";
import { CONVERSATION, t, type Json } from "../support/story";

const BASE = Date.parse(t("09:00:00"));
const MINUTE = 60_000;
const iso = (minute: number) => new Date(BASE + minute * MINUTE).toISOString();

/** Somebody of a conversation with two callbacks, as seen in a record: what differs from one to the next is chosen. */
const participant = fc
  .record({
    id: fc.constantFrom("customer-one", "customer-two", "acd", "agent", "other-agent", "outside"),
    state: fc.constantFrom("scheduled", "alerting", "dialing", "connected", "connected", "disconnected"),
    connectedAt: fc.integer({ min: 0, max: 20 }),
    scheduledAt: fc.option(fc.constantFrom(5, 10, 15), { nil: undefined }),
    timeoutSeconds: fc.option(fc.constantFrom(0, 60), { nil: undefined }),
    peerId: fc.option(fc.constantFrom("customer-one-callbacks", "customer-two-callbacks"), { nil: undefined }),
    queueId: fc.option(fc.constantFrom("strict", "other"), { nil: undefined }),
    automatedCallbackConfigId: fc.option(fc.constant("config"), { nil: undefined, freq: 5 }),
    direction: fc.constantFrom("outbound", "outbound", "inbound", undefined),
    medium: fc.constantFrom("callbacks", "callbacks", "calls"),
  })
  .map(({ id, medium, queueId, connectedAt, scheduledAt, peerId, ...said }): Json => {
    const purpose = id.startsWith("customer")
      ? "customer"
      : id.endsWith("agent")
        ? "agent"
        : id === "acd"
          ? "acd"
          : "external";
    const isConnected = said.state === "connected" || said.state === "disconnected";
    const communication = {
      ...said,
      id: `${id}-${medium}`,
      ...(purpose === "customer" ? {} : { peerId }),
      ...(isConnected && { connectedTime: iso(connectedAt) }),
      ...(medium === "callbacks" && scheduledAt !== undefined && { callbackScheduledTime: iso(scheduledAt) }),
    };
    return { id, purpose, ...(purpose === "customer" ? {} : { queueId }), [medium]: [communication] };
  });

const record = fc
  .record({
    minute: fc.integer({ min: 0, max: 20 }),
    participants: fc.array(participant, { minLength: 1, maxLength: 3 }),
  })
  .map(({ minute, participants }) => ({
    partition: 0,
    timestamp: BASE + minute * MINUTE + 1000,
    value: {
      id: CONVERSATION,
      participants: participants.filter(({ id }, index) => participants.findIndex((one) => one["id"] === id) === index),
    },
  }));

const policy = {
  run: {},
  defaults: { callbackTolerance: 120_000, ownerWindow: 600_000 },
  media: {},
  queues: { strict: { callbackTolerance: 0, ownerWindow: null, media: {} } },
};

describe("callbacks that share a conversation with others, with calls and with consults", () => {
  it("have the same numbers, deadlines and view in any order of arrival, and with repeats", () => {
    const scenario = fc.array(record, { minLength: 2, maxLength: 14 }).chain((records) =>
      fc.record({
        records: fc.constant([...records].sort((left, right) => left.timestamp - right.timestamp)),
        shuffled: fc.shuffledSubarray(records, { minLength: records.length }),
        repeated: fc.subarray(records),
      }),
    );
    const seen = { late: 0, waits: 0, autoDials: 0 };
    fc.assert(
      fc.property(scenario, ({ records, shuffled, repeated }) => {
        const until = BASE + 60 * MINUTE;
        const emitted = foldDocuments(records, { policy, until });
        const expected = finalTruth(emitted);
        expect(finalTruth(foldDocuments(shuffled, { policy, until }))).toEqual(expected);
        expect(finalTruth(foldDocuments([...shuffled, ...repeated], { policy, until }))).toEqual(expected);
        seen.late += emitted.measurements.filter(({ name }) => name === "tCallbackLate").length;
        seen.waits += emitted.measurements.filter(({ name }) => name === "tCallbackWait").length;
        seen.autoDials += emitted.deadlines.filter(({ kind }) => kind === "callbackAutoDial").length;
      }),
      runs(100),
    );
    expect(seen.late).toBeGreaterThan(10);
    expect(seen.waits).toBeGreaterThan(1);
    expect(seen.autoDials).toBeGreaterThan(10);
  });
});
