import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { findOutputs, type OutputsFolder } from "../../src/app/finals/outputs-folder";

/** Lines of outputs, as far as those who gather them look at them. */
export const line = (record: object) => `${JSON.stringify(record)}\n`;
export const number = (id: string, more: object = {}) =>
  line({ type: "measurement", schemaVersion: 1, id, revision: 1, conversationId: id.split("/")[0], ...more });
export const view = (id: string, startTime: string, lastNews: string, more: object = {}) =>
  line({ type: "conversation", schemaVersion: 1, id, revision: 1, startTime, lastNews, participants: [], ...more });

/** Writes outputs into a folder in another; what is not given is empty. Returns it. */
export function writeOutputs(folder: string, files: Readonly<Record<string, string>>): string {
  const out = path.join(folder, "out");
  mkdirSync(out);
  for (const [name, text] of Object.entries({ measurements: "", deadlines: "", conversations: "", ...files }))
    writeFileSync(path.join(out, `${name}.ndjson`), text);
  return out;
}

export function outputsIn(out: string): OutputsFolder {
  const found = findOutputs(out);
  if (found === undefined) throw new Error("no outputs");
  return found;
}
