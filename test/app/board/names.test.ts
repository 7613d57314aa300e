import { writeFileSync } from "node:fs";
import path from "node:path";

import { readNames } from "../../../src/app/board/names";
import { simulatedNames } from "../../../src/app/board/simulated-names";
import { withFolder } from "../../support/cli";

const read = (text: string) =>
  withFolder(async (folder) => {
    const file = path.join(folder, "names");
    writeFileSync(file, text);
    return Promise.resolve(readNames(file));
  });

describe("names for ids", () => {
  it("come from JSON, or from CSV with quotes, a byte-order mark and empty lines", async () => {
    const expected = { queues: { q1: 'Billing, "east"' }, users: { u1: "Anna" }, wrapupCodes: { w1: "Done" } };
    expect(await read(JSON.stringify(expected))).toEqual(expected);
    const csv = '\ufeffkind,id,name\nqueue,Q1,"Billing, ""east"""\n\nuser,u1,Anna\nwrapupCode,w1,Done\n';
    expect(await read(csv)).toEqual(expected);
    expect(await read('{"queues":{"Q1":"One"}}')).toEqual({ queues: { q1: "One" }, users: {}, wrapupCodes: {} });
  });

  it.each([
    ["kind,id,name\nqueue,q1\n", /line 2|Invalid Record Length/],
    ["kind,id,name\nqueue,q1,One\nrobot,r1,Two\n", /line 3/],
    ['{"queues":[]}', /queues/],
    ['{"queue":{}}', /Unrecognized key/],
    ["{broken", /JSON/],
  ])("say where they are wrong: %j", async (text, words) => {
    await expect(read(text)).rejects.toThrow(words);
  });

  it("are known of a simulated centre", () => {
    const { queues, users, wrapupCodes } = simulatedNames(1, 3);
    expect(Object.values(queues)).toEqual(["Billing", "Support", "Sales"]);
    expect(Object.keys(users)).toHaveLength(400);
    expect(Object.values(wrapupCodes)).toEqual(expect.arrayContaining(["Code 1", "Timed out"]));
  });
});
