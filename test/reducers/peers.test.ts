import { foldDocuments } from "../support/run";
import { SHAPES, type Party, type Shape } from "../support/shapes";
import { measured, ms, seconds, t, type Json } from "../support/story";

const shapeOf = (name: string): Shape => SHAPES.find(([known]) => known === name)?.[1] ?? (() => ({}));
const nested = shapeOf("nested calls");
const flat = shapeOf("flat calls");

/** A party at the customer's: a flat record names the customer's participant, a nested one its communication. */
const seen = (clock: string, shape: Shape, ...parties: readonly Party[]): Json =>
  shape(
    clock,
    ...parties.map((party) =>
      party.id === "c" ? party : { ...party, peerId: shape === flat ? "c" : "c-communication" },
    ),
  );

const on = (id: string, purpose: string, from: string, more: Json = {}): Party => ({
  id,
  purpose,
  state: "connected",
  connectedTime: t(from),
  ...more,
});
const over = (party: Party, at: string, disconnectType = "transfer"): Party => ({
  ...party,
  state: "disconnected",
  endTime: t(at),
  disconnectType,
});

describe("peers that flat and nested records name differently", () => {
  const customer = on("c", "customer", "09:00:00");
  const wait = on("acd", "acd", "09:00:00");
  const agent = on("a", "agent", "09:00:10", { userId: "u" });

  it("are one customer to the agent who answers", () => {
    const emitted = foldDocuments([
      seen("09:00:00", nested, customer, wait),
      seen("09:00:10", nested, customer, over(wait, "09:00:10")),
      seen("09:00:11", flat, agent),
    ]);
    expect(measured(emitted, "tAnswered")).toEqual([seconds(10, "09:00:10")]);
    expect(measured(emitted, "tFlowOut")).toEqual([]);
  });

  it("are one customer to the one consulted", () => {
    const other = on("b", "user", "09:00:40", { userId: "v" });
    const emitted = foldDocuments([
      seen("09:00:10", flat, customer, agent),
      seen("09:00:11", nested, customer, agent),
      seen("09:00:40", nested, other),
      seen("09:00:50", flat, over(agent, "09:00:50")),
    ]);
    expect(measured(emitted, "nConsultTransferred")).toEqual([ms(1, "09:00:50")]);
    expect(measured(emitted, "nConsult")).toEqual([ms(1, "09:00:40")]);
  });

  it("are one customer, also once that has begun anew", () => {
    const again = { ...customer, connectedTime: t("09:05:00") };
    const emitted = foldDocuments([
      seen("09:00:00", nested, customer, wait),
      seen("09:00:10", nested, customer, over(wait, "09:00:10")),
      seen("09:00:11", flat, agent),
      seen("09:04:00", nested, over(customer, "09:04:00", "peer")),
      seen("09:05:00", nested, again),
    ]);
    expect(measured(emitted, "tAnswered")).toEqual([seconds(10, "09:00:10")]);
    expect(measured(emitted, "tFlowOut")).toEqual([]);
  });

  it("stay two customers where they are two", () => {
    const emitted = foldDocuments([
      seen("09:00:00", nested, customer, on("d", "customer", "09:00:00"), wait),
      seen("09:00:10", nested, customer, over(wait, "09:00:10")),
      flat("09:00:11", { ...agent, peerId: "d" }),
    ]);
    expect(measured(emitted, "tAnswered")).toEqual([]);
    expect(measured(emitted, "tFlowOut")).toEqual([seconds(10, "09:00:10")]);
  });
});
