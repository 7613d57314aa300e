import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

const OWN_SAMPLES = path.join(__dirname, "../../samples");

/** Text of the help, with the samples named as they can be reached from this folder: they lie beside the programme. */
export function withSamples(text: string): string {
  const folder = samplesFolder();
  return folder === "samples" ? text : text.replace(/(?<![\w/.])samples\//g, () => `${folder}/`);
}

/** Where the samples are; the logs among them, where somebody looked for another one there. */
export function saySamples(): string {
  const folder = samplesFolder();
  if (folder !== "samples" || !existsSync(folder)) return `The samples are in ${folder}.`;
  const logs = readdirSync(folder).filter((name) => /\.ndjson(?:\.gz)?$/.test(name));
  return `Its logs are ${logs.sort().join(", ")}.`;
}

/** Where the samples are, from here. */
function samplesFolder(): string {
  if (existsSync("samples/call.ndjson") || !existsSync(OWN_SAMPLES)) return "samples";
  const relative = path.relative(process.cwd(), OWN_SAMPLES);
  return relative.startsWith("..") ? OWN_SAMPLES : relative;
}
