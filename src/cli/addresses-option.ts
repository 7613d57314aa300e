import { isIP } from "node:net";

import { InvalidArgumentError } from "commander";

/** Addresses and ranges, with commas between. Apart from other options: what knows addresses takes a command 5 ms to load. */
export function addressesOption(text: string): string[] {
  const addresses = text.split(",").map((one) => one.trim());
  if (addresses.every(isAddressOrRange)) return addresses;
  throw new InvalidArgumentError("Addresses or ranges such as 10.0.0.7 or 10.0.0.0/8 are wanted.");
}

function isAddressOrRange(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const bitsMax = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return more.length === 0 && bitsMax > 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= bitsMax));
}
