// Writes the table by which numbers are turned into time zones: node scripts/number-zones.mjs map_data.txt
// The file is libphonenumber's resources/timezones/map_data.txt: `prefix|zone&zone`, one a line, # for comments.
import { readFileSync, writeFileSync } from "node:fs";

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("Usage: node scripts/number-zones.mjs map_data.txt");
  process.exit(2);
}
const zonesByPrefix = new Map(
  readFileSync(file, "utf8")
    .split(/\r?\n/)
    .filter((line) => /^\d+\|/.test(line))
    .map((line) => line.split("|")),
);
const nearest = (prefix) => {
  for (let length = prefix.length - 1; length > 0; length -= 1) {
    const zones = zonesByPrefix.get(prefix.slice(0, length));
    if (zones !== undefined) return zones;
  }
  return undefined;
};
const prefixesByZones = new Map();
for (const [prefix, zones] of [...zonesByPrefix].sort(([one], [other]) => (one < other ? -1 : 1))) {
  // What a shorter prefix says already needs no row of its own.
  if (nearest(prefix) === zones) continue;
  prefixesByZones.set(zones, [...(prefixesByZones.get(zones) ?? []), prefix]);
}
const rows = [...prefixesByZones].map(([zones, prefixes]) => `${zones}|${prefixes.join(" ")}`);
writeFileSync(
  new URL("../src/models/generated/number-zones.ts", import.meta.url),
  `// Written by scripts/number-zones.mjs from libphonenumber's time-zone data. Do not edit.
// Copyright (C) 2012 The Libphonenumber Authors, Apache License 2.0.

/** Lines of \`zone&zone|prefix prefix\`: in which zones numbers that begin with a prefix may be; the longest prefix counts. */
export const NUMBER_ZONES = String.raw\`
${rows.join("\n")}
\`;
`,
);
