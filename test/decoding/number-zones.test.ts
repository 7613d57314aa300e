import { zonesOfNumbers } from "../../src/decoding/number-zones";
import { NUMBER_ZONES } from "../../src/models/generated/number-zones";
import { zoneNamed } from "../../src/calendars/zones";
import { decodeRecord } from "../../src/decoding/decode";

const zones = (...numbers: unknown[]) => zonesOfNumbers(numbers)?.split(" ");

describe("the zones of a number", () => {
  it.each([
    ["+49 30 1234567", ["Europe/Berlin"]],
    ["+49 (0)30-123 45 67", ["Europe/Berlin"]],
    ["tel:+12125550123", ["America/New_York"]],
    ["tel:+1-317-226-1234;ext=77", ["America/New_York"]],
    ["+12192261234", ["America/Chicago"]],
    ["+12195551234", ["America/New_York"]],
    ["+44 20 7946 0958 x12", ["Europe/London"]],
    ["sip:+81312345678@example.org", ["Asia/Tokyo"]],
  ])("%s is in %j", (number, expected) => {
    expect(zones(number)).toEqual(expected);
  });

  it("may be several, where a number may be anywhere in a country", () => {
    const tollFree = zones("+18005550123");
    expect(tollFree).toEqual(expect.arrayContaining(["America/New_York", "America/Los_Angeles", "Pacific/Honolulu"]));
    expect(zones("+15550001111")).toEqual(tollFree);
  });

  it("are not known of a national number, of too few or too many digits, and of what is none", () => {
    for (const number of [
      "030 1234567",
      "2125550123",
      "+49",
      "+4912345678901234",
      "anonymous",
      "",
      "sip:me@example.org",
      49,
      null,
    ])
      expect(zones(number)).toBeUndefined();
    expect(zones()).toBeUndefined();
  });

  it("are those of all its numbers, with the unknown one where a number does not tell", () => {
    expect(zones("+12125550123", "+49301234567")).toEqual(["America/New_York", "Europe/Berlin"]);
    expect(zones("+12125550123", "5550123")).toEqual(["America/New_York", "Etc/Unknown"]);
    expect(zones("+12125550123", "+12025550123")).toEqual(["America/New_York"]);
  });

  it("are zones that the time-zone data know", () => {
    const names = new Set(
      NUMBER_ZONES.trim()
        .split("\n")
        .flatMap((row) => row.replace(/\|.*/, "").split("&")),
    );
    expect([...names].filter((name) => zoneNamed(name) === undefined)).toEqual([]);
    expect(names.size).toBeGreaterThan(200);
  });
});

describe("a callback's numbers", () => {
  const body = (callbacks: unknown) => ({
    id: "c",
    participants: [{ id: "p", purpose: "customer", callbacks: [callbacks] }],
  });
  const decoded = (callback: unknown, text = JSON.stringify(body(callback))) =>
    decodeRecord(Buffer.from(text), { file: "log.ndjson", line: 1 });

  it("are decoded to their zones, and nothing of them is left, in every spelling", () => {
    for (const name of ["callbackNumbers", "callback_numbers", "CallbackNumbers"]) {
      const said = JSON.stringify(
        decoded({ id: "k", state: "scheduled", [name]: ["+49301234567", "tel:+49 30 765432"] }),
      );
      expect(said).toContain('"calleeZones":"Europe/Berlin"');
      expect(said).not.toMatch(/1234567|765432/);
    }
  });

  it("that are no list of texts reject nothing", () => {
    for (const callbackNumbers of ["+49301234567", 7, {}, [], [null, 7, { a: ["+49301234567"] }], [["+49301234567"]]]) {
      const said = decoded({ id: "k", state: "scheduled", callbackNumbers });
      expect(said).toMatchObject({ kind: "observations", rejections: [] });
      expect(JSON.stringify(said)).not.toMatch(/calleeZones|1234567/);
    }
  });

  it("are read alike where the record has to be read in the other way", () => {
    const callback = { id: "k", state: "scheduled", callbackNumbers: ["+4930\u00311234567", "x"], segments: [] };
    const { segments: _, ...plain } = callback;
    const zonesIn = (value: unknown) => /"calleeZones":"([^"]*)"/.exec(JSON.stringify(value))?.[1];
    expect(zonesIn(decoded(callback))).toBe("Etc/Unknown Europe/Berlin");
    expect(zonesIn(decoded(plain))).toBe("Etc/Unknown Europe/Berlin");
    const escaped = JSON.stringify(body(plain)).replace("+49", "\\u002b49");
    expect(zonesIn(decoded(undefined, escaped))).toBe("Etc/Unknown Europe/Berlin");
  });
});
