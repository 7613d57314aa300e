/** The zone of a number of which none is known, as libphonenumber calls it. It is no zone of the IANA list. */
export const UNKNOWN_ZONE = "Etc/Unknown";

/** The zones in the fact of a callback's numbers, which holds them as one text. */
export function calleeZonesIn(fact: string | undefined): readonly string[] | undefined {
  return fact?.split(" ");
}
