import { writeFileSync } from "node:fs";
import path from "node:path";

import { callingLookOf } from "../../../src/app/board/calling-look";
import { compilePolicy } from "../../../src/app/policy";
import { readPolicyFile } from "../../../src/app/policy-file";
import { boardOf } from "../../support/board";
import { withFolder } from "../../support/cli";
import { conversation } from "../../support/finals";

const POLICY = `
version: 1
calendars:
  callable:
    weekdays: 08:00-21:00
defaults:
  callingCalendar: callable
  warnBeforeCallbackDue: 30m
`;

/** The callbacks of a board as of an instant, of a customer in Berlin who was promised a call then, on a Monday. */
const shown = (dueAt: string, status: "pending" | "met" = "pending") =>
  withFolder((folder) => {
    const file = path.join(folder, "policy.yaml");
    writeFileSync(file, POLICY);
    const document = readPolicyFile(file);
    const callingLook = callingLookOf(compilePolicy(document, {}), document.calling!);
    const customer = {
      ...{ id: "k", purpose: "customer", mediaType: "callback", state: "connected" as const },
      callback: { state: "scheduled", scheduledTimes: [dueAt], attempts: [], calleeZones: ["Europe/Berlin"] },
    };
    const deadline = {
      id: `c/k/callbackDue/0-${String(Date.parse(dueAt))}`,
      ...{ kind: "callbackDue", dueAt, status },
    };
    const { views } = conversation("c", [customer], { state: "open", deadlines: [deadline] });
    const state = boardOf([], { callingLook });
    for (const view of views) state.take(view, undefined);
    return Promise.resolve(state.tables(Date.parse(dueAt)).callbacks[0]);
  });

describe("a promised call on a board whose policy has calendars", () => {
  it("says when its window closes, and warns as long before as the policy's lead time", async () => {
    // Berlin's 21:00 is 20:00 UTC on that day.
    expect(await shown("2026-03-02T14:00:00.000Z")).toMatchObject({
      window: "inside",
      windowCloses: "2026-03-02T20:00:00.000Z",
      warnFrom: "2026-03-02T19:30:00.000Z",
    });
  });

  it("says of one outside when the last window before it closes, and warns before that", async () => {
    const last = { windowCloses: "2026-03-02T20:00:00.000Z", warnFrom: "2026-03-02T19:30:00.000Z" };
    expect(await shown("2026-03-02T22:00:00.000Z")).toMatchObject({ window: "outside", ...last });
    // On Saturday it is that of Friday.
    const friday = { windowCloses: "2026-03-06T20:00:00.000Z", warnFrom: "2026-03-06T19:30:00.000Z" };
    expect(await shown("2026-03-07T14:00:00.000Z")).toMatchObject({ window: "outside", ...friday });
  });

  it("says nothing of one that is no longer open", async () => {
    const none = { windowCloses: null, warnFrom: null };
    expect(await shown("2026-03-02T14:00:00.000Z", "met")).toMatchObject({ window: null, ...none });
  });
});
