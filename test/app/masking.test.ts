import { maskRecord } from "../../src/app/masking";

describe("a record that is shown", () => {
  it("keeps ids, states and instants, and nothing personal, also where the fold reads it", () => {
    const callback = {
      id: "c-1",
      state: "scheduled",
      callbackScheduledTime: "2026-03-02T09:00:00Z",
      callbackNumbers: ["+15550123"],
      callbackUserName: "Jane Roe",
    };
    const shown = maskRecord({ id: "v1", participants: [{ id: "p-1", name: "Jane Roe", callbacks: [callback] }] });
    expect(shown).toEqual({
      id: "v1",
      participants: [
        { id: "p-1", name: "…", callbacks: [{ ...callback, callbackNumbers: ["…"], callbackUserName: "…" }] },
      ],
    });
  });

  it("shows nothing of what lies under a name that is not known, not even values that have known names", () => {
    const person = { id: "Jane Roe", state: "at home" };
    expect(maskRecord({ id: "v1", relatives: person, friends: [person] })).toEqual({
      id: "v1",
      relatives: "…",
      friends: ["…"],
    });
  });

  it("goes into a value that is text, and shows nothing of one that cannot be read", () => {
    const value = JSON.stringify({ id: "v1", callback_numbers: ["+15550123"], name: "Jane Roe" });
    expect(maskRecord({ topic: "t", value })).toEqual({
      topic: "t",
      value: { id: "v1", callback_numbers: ["…"], name: "…" },
    });
    expect(maskRecord({ topic: "t", value: "{Jane Roe" })).toEqual({ topic: "t", value: "…" });
  });
});
