import { reportAsCsv } from "../../src/answers/forms/csv";
import { reportAsHtml } from "../../src/answers/forms/html";
import { conversation, tableOf, wait } from "../support/finals";

const hostile = '=cmd|"<img src=x onerror=alert(1)>",\'&';
const lost = conversation("c", [wait("w", "09:00:00", "09:00:30", "abandoned", { queueId: hostile })]);

describe("the forms of a table", () => {
  it("leave a cell of CSV empty where a number is not known, and write 0 where there is none", async () => {
    const [heads = "", first = ""] = reportAsCsv(await tableOf([lost])).split("\n");
    const cells = new Map(heads.split(",").map((head, index) => [head, first.split(",")[index]]));
    expect(cells.get("answered")).toBe("0");
    expect(cells.get("answerMeanMs")).toBe("");
    expect(cells.get("ofAnswered")).toBe("");
    expect(cells.get("platform")).toBe("0");
    expect(cells.get("platformDenominator")).toBe("1");
  });

  it("keep in CSV a name of the log from being a formula or another cell", async () => {
    const csv = reportAsCsv(await tableOf([lost], { by: ["queue"] }));
    expect(csv).toContain(`,"'=cmd|""<img src=x onerror=alert(1)>"",'&",`);
  });

  it("keep in a page a name of the log from being markup", async () => {
    const page = reportAsHtml(await tableOf([lost], { by: ["queue"] }), String);
    expect(page).not.toContain("<img");
    expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });

  it("name a unit in the heads of CSV, and none where a page writes it with each length", async () => {
    const talk = [["tTalkComplete", 60_000, "09:05:00"]] as const;
    const report = await tableOf([conversation("c", [{ id: "a", purpose: "agent", numbers: talk }])]);
    expect(reportAsCsv(report)).toContain(",talkSumMs,talkCount,");
    const page = reportAsHtml(report, (ms) => `${String(ms / 1000)} s`);
    expect(page).toContain("talkSum<");
    expect(page).not.toContain("talkSumMs");
    expect(page).toContain("60 s");
  });
});
