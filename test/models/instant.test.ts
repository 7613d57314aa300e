import { parseInstant } from "../../src/models/instant";

describe("an instant in text", () => {
  const NINE = Date.UTC(2026, 2, 2, 9);

  it.each([
    "2026-03-02T09:00:00.000Z",
    "2026-03-02t09:00:00.000z",
    "2026-03-02T09:00Z",
    "2026-03-02 09:00:00+00:00",
    "2026-03-02 09:00:00+00",
    "2026-03-02T10:00:00.0001234+0100",
    "2026-03-02t04:00:00,0-05:00",
  ])("is named by %s, in capitals or small letters, with a zone", (text) => {
    expect(parseInstant(text)).toBe(NINE);
  });

  it.each([
    "2026-03-02T09:00:00.000",
    "2026-03-02 09:00:00",
    "2026-03-02",
    "2026-03-02T09:00:00 UTC",
    "2026-03-2T09:00:00Z",
    "2026-02-29T09:00:00Z",
    "2026-03-02T24:00:00Z",
    "1999-12-31T23:59:59Z",
    "9999-12-31T23:59:59Z",
    "0000-01-01T00:00:00Z",
    "-2026-03-02T09:00:00Z",
    "2026-03-02T09:00:00+",
    "\u0662026-03-02T09:00:00Z",
  ])("is not named by %s: no zone, no real date, or absurd", (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});
