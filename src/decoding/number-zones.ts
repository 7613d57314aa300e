import { UNKNOWN_ZONE } from "../models/callee-zones";
import { NUMBER_ZONES } from "../models/generated/number-zones";

const PREFIX_MAX = 9;
/** E.164 has at most 15 digits; with fewer than 7 it is no number that a person is called by. */
const [DIGITS_LEAST, DIGITS_MOST] = [7, 15];

let zonesByPrefix: ReadonlyMap<string, string> | undefined;

/**
 * In which zones some numbers may be, as one text with spaces between; undefined where no number shows any. Where some numbers do and
 * others do not, the unknown zone is one of them. A number counts in international form (`+49 30 …`): a national one does not say of
 * which country it is. What the numbers were is not kept.
 */
export function zonesOfNumbers(numbers: readonly unknown[]): string | undefined {
  const found = numbers.map((number) => (typeof number === "string" ? zonesOfNumber(number) : undefined));
  if (found.every((zones) => zones === undefined)) return undefined;
  const [first] = found;
  if (found.length === 1 && first !== undefined) return first;
  const all = new Set(found.flatMap((zones) => zones?.split(" ") ?? [UNKNOWN_ZONE]));
  return [...all].sort().join(" ");
}

function zonesOfNumber(number: string): string | undefined {
  const digits = internationalDigits(number);
  if (digits === undefined) return undefined;
  zonesByPrefix ??= readTable();
  for (let length = Math.min(PREFIX_MAX, digits.length); length > 0; length -= 1) {
    const zones = zonesByPrefix.get(digits.slice(0, length));
    if (zones !== undefined) return zones;
  }
  return undefined;
}

/** The digits of a number in international form, however it is set; an extension and a trunk zero in brackets are left out. */
function internationalDigits(number: string): string | undefined {
  const [, rest] = /^\s*(?:tel:|sips?:)?\s*\+([\d\s().\-/]+)(?:[;@,x#].*|ext.*)?$/i.exec(number) ?? [];
  const digits = rest?.replace(/\(0\)/g, "").replace(/\D/g, "");
  if (digits === undefined || digits.length < DIGITS_LEAST || digits.length > DIGITS_MOST) return undefined;
  return digits;
}

function readTable(): ReadonlyMap<string, string> {
  const rows = NUMBER_ZONES.trim().split("\n");
  return new Map(
    rows.flatMap((row) => {
      const [zones = "", prefixes = ""] = row.split("|");
      const said = zones.split("&").sort().join(" ");
      return prefixes.split(" ").map((prefix) => [prefix, said] as const);
    }),
  );
}
