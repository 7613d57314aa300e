import { AccessLog, type AccessEntry, type AccessEvent } from "../../src/board/server/access-log";

const refused = (client: string, reason = "tokenWrong"): AccessEvent => ({
  what: "refused",
  client,
  route: "/api/v1/session",
  reason,
});
const signedIn: AccessEvent = { what: "signedIn", client: "192.0.2.1", route: "/api/v1/session" };

/** What is written of events, each at its own instant. */
function written(...events: readonly (readonly [AccessEvent, number])[]): AccessEntry[] {
  const entries: AccessEntry[] = [];
  const log = new AccessLog((entry) => entries.push(entry));
  for (const [event, at] of events) log.note(event, at);
  return entries;
}

describe("the log of who is let in", () => {
  it("has a refusal of a client once a minute, and counts the others in the next line", () => {
    const one = refused("192.0.2.1");
    expect(written([one, 0], [one, 1000], [one, 59_000], [refused("192.0.2.2"), 59_500], [one, 60_000])).toEqual([
      one,
      { ...refused("192.0.2.2"), unlogged: 2 },
      one,
    ]);
  });

  it("cannot be filled by whoever comes from many addresses, and still has who signs in", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => [refused(`2001:db8::${String(index)}`), index] as const);
    const entries = written(...many, [signedIn, 10_000], [signedIn, 10_001], [refused("192.0.2.9"), 70_000]);
    expect(entries.filter(({ what }) => what === "refused")).toHaveLength(61);
    expect(entries.filter(({ what }) => what === "signedIn")).toEqual([signedIn, signedIn]);
    expect(entries.at(-1)).toEqual({ ...refused("192.0.2.9"), unlogged: 9940 });
  });
});
