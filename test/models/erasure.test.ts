import { ErasurePlan, isNamedIn, type Erasure } from "../../src/models/erasure";

const erasure: Erasure = { conversations: new Set(["c-1"]), users: new Set(["u-1"]) };

const measured = (id: string, more: object) => ({ type: "measurement", id, conversationId: "c-2", ...more });
const view = (id: string, participants: readonly object[]) => ({ type: "conversation", id, participants });

/** What becomes of records, once all of them were seen. */
function fatesOf(...records: readonly object[]): unknown[] {
  const plan = new ErasurePlan(erasure);
  for (const record of records) plan.see(record);
  return records.map((record) => {
    const fate = plan.fateOf(record);
    return fate.kind === "blanked" ? fate.record : fate.kind;
  });
}

describe("what is erased", () => {
  it("takes all that a record says of a conversation, and nothing of others", () => {
    const records = [
      measured("c-1/a/tTalk", { conversationId: "c-1" }),
      view("c-1", []),
      measured("c-2/a/tTalk", {}),
      view("c-2", []),
    ];
    expect(fatesOf(...records)).toEqual(["dropped", "dropped", "kept", "kept"]);
  });

  it("takes numbers and promises of a user, and leaves views without the user's id", () => {
    const records = [
      measured("c-2/a/tTalk", { userId: "u-1" }),
      measured("c-2/b/tTalk", { userId: "u-2" }),
      view("c-2", [
        { participantId: "p-1", userId: "u-1" },
        { participantId: "p-2", userId: "u-2" },
      ]),
    ];
    const left = view("c-2", [{ participantId: "p-1" }, { participantId: "p-2", userId: "u-2" }]);
    expect(fatesOf(...records)).toEqual(["dropped", "kept", left]);
  });

  it("takes the earlier lines of a number that is a user's in the end: one of them would become the final one", () => {
    const early = measured("c-2/a/tTalk", { revision: 1 });
    const others = measured("c-2/a/tTalk", { revision: 2, userId: "u-2" });
    const theirs = measured("c-2/a/tTalk", { revision: 3, userId: "u-1" });
    expect(fatesOf(early, others, theirs)).toEqual(["dropped", "dropped", "dropped"]);
    expect(fatesOf(early, theirs, { ...others, revision: 4 })).toEqual(["kept", "dropped", "kept"]);
  });

  it("leaves no mention in what stays", () => {
    expect(fatesOf(measured("c-2/a/x", { others: ["c-1", "c-3"], nested: { of: "u-1" } }))).toEqual([
      measured("c-2/a/x", { others: ["c-3"], nested: {} }),
    ]);
  });

  it("leaves no mention within a text or a name either, and takes no longer word for one", () => {
    const record = measured("c-2/a/x", { of: "queue c-1, late", "c-1": 1, others: ["c-10", "xc-1", "C-1/b/x"] });
    expect(fatesOf(record)).toEqual([measured("c-2/a/x", { others: ["c-10", "xc-1"] })]);
    expect(fatesOf(measured("c-2/u-1/x", {}))).toEqual(["dropped"]);
  });

  it("is found in a text of unknown form in whatever case, and as JSON spells it", () => {
    expect(isNamedIn('{"broken":"C-1', erasure)).toBe(true);
    expect(isNamedIn("c-2", erasure)).toBe(false);
    expect(isNamedIn('{"id":"a\\"b"', { conversations: new Set(['a"b']), users: new Set() })).toBe(true);
  });
});
