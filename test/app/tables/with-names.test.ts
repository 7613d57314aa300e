import { withNames } from "../../../src/app/tables/with-names";
import { conversation, tableOf, wait } from "../../support/finals";

const BOOK = { queues: { q1: "Sales", q2: "Billing", q3: "Sales" }, users: {}, wrapupCodes: {} };
const IDS = ["q1", "q2", "q3", "q4", undefined];

describe("a table with names", () => {
  it("is by them within each interval, then by the ids of others; groups of one name stay apart", async () => {
    const waits = ["09:05:00", "09:35:00"].flatMap((entered, turn) =>
      IDS.map((queueId, at) =>
        conversation(`c${String(turn)}${String(at)}`, [
          wait("w", entered, entered.replace(":00", ":10"), "abandoned", { queueId }),
        ]),
      ),
    );
    const { rows, groupTotals } = withNames(await tableOf(waits, { by: ["queue"] }), BOOK);
    const names = ["Billing", "Sales", "Sales", "q4", null];
    const halfHours = ["09:00", "09:30"].map((clock) => `2026-03-02T${clock}+00:00`);
    expect(rows.map(({ from, group }) => [from, group["queue"]])).toEqual(
      halfHours.flatMap((from) => names.map((name) => [from, name])),
    );
    expect(groupTotals.map(({ group }) => group["queue"])).toEqual(names);
    expect(rows.every(({ waits: { offered } }) => offered === 1)).toBe(true);
  });
});
