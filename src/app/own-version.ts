import { readFileSync } from "node:fs";
import path from "node:path";

/** The version of the programme. */
export function ownVersion(): string {
  const file = path.join(__dirname, "../../package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version;
}
