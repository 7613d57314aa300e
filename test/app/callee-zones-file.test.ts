import { writeFileSync } from "node:fs";
import path from "node:path";

import { readCalleeZones } from "../../src/app/callee-zones-file";
import { withFolder } from "../support/cli";

const read = async (text: string) => {
  let zones: ReturnType<typeof readCalleeZones> | undefined;
  await withFolder(async (folder) => {
    const file = path.join(folder, "zones.csv");
    writeFileSync(file, text);
    await Promise.resolve();
    zones = readCalleeZones(file);
  });
  return Object.fromEntries(zones ?? []);
};

describe("a file of callees' zones", () => {
  it("has zones that were given for the callback, or are those of the contact's record", async () => {
    expect(await read("conversationId,zone\nA1,Europe/Berlin\n")).toEqual({ a1: { given: "Europe/Berlin" } });
    const both = "zone,source,conversationId\nAsia/Tokyo,contact,a1\nUTC,given,a1\nEurope/Rome,contact,b2\n";
    expect(await read(both)).toEqual({ a1: { contact: "Asia/Tokyo", given: "UTC" }, b2: { contact: "Europe/Rome" } });
  });

  it.each([
    ["a zone that is none", "conversationId,zone\na,Mars/Olympus\n", 'line 2: "Mars/Olympus" is no time zone'],
    ["an offset", "conversationId,zone\na,+02:00\n", 'line 2: "+02:00" is no time zone'],
    ["no conversation", "conversationId,zone\n,UTC\n", "line 2: a conversationId and a source"],
    ["another source", "conversationId,zone,source\na,UTC,guess\n", "line 2: a conversationId and a source"],
  ])("is refused with %s, by its line", async (_what, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });
});
