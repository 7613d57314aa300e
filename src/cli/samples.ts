import { existsSync } from "node:fs";
import path from "node:path";

const OWN_SAMPLES = path.join(__dirname, "../../samples");

/** Text of the help, with the samples named as they can be reached from this folder: they lie beside the programme. */
export function withSamples(text: string): string {
  const folder = samplesFolder();
  return folder === "samples" ? text : text.replace(/(?<![\w/.])samples\//g, () => `${folder}/`);
}

/** Where the samples are, from here. */
export function samplesFolder(): string {
  if (existsSync("samples/call.ndjson") || !existsSync(OWN_SAMPLES)) return "samples";
  const relative = path.relative(process.cwd(), OWN_SAMPLES);
  return relative.startsWith("..") ? OWN_SAMPLES : relative;
}
