import type * as Schema from "../models/policy-schema";
import type { PolicySwitch } from "../models/policy-switch";
import type { JsonObject } from "./spellings";
import type { Obstacle } from "./unwrapped";

/** The name that distinguishes convofold's own lines of a recording from records. */
const MARK = "convofold";

/** Whether a line of a log is one of convofold's own, which says by which policy a partition was served from there on. */
export function isPolicyLine(line: JsonObject): boolean {
  return Object.hasOwn(line, MARK) && line[MARK] === "policy";
}

/** The same of a line that convofold wrote, without parsing it. */
export function isPolicyText(line: string): boolean {
  return /^\{"topic":"[^"]*","partition":\d+,"offset":\d+,"convofold":"policy",/.test(line);
}

/** Reads such a line. */
export function readPolicyLine(line: JsonObject): { readonly policySwitch: PolicySwitch } | Obstacle {
  const { partition, offset, from, digest, policy: values } = line;
  // Few logs have such a line, and the schema that it must keep is large.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it is read only where it is wanted, at once
  const { policySwitch } = require("../models/policy-schema") as typeof Schema;
  const read = policySwitch.safeParse({ partition, offset, from, digest, values });
  if (read.success) return { policySwitch: read.data };
  const path = read.error.issues[0]?.path.map((part) => (part === "values" ? "policy" : String(part))).join(".");
  return { reason: "wrongType", ...(path !== undefined && { path }) };
}

/** The line of a recording that says by which policy a partition was served from there on. It begins as that of a record. */
export function policyLine(topic: string, { partition, offset, from, digest, values }: PolicySwitch): string {
  const place = `{"topic":${JSON.stringify(topic)},"partition":${String(partition)},"offset":${String(offset)}`;
  const said = `"${MARK}":"policy","from":"${from}","digest":${JSON.stringify(digest)}`;
  return `${place},${said},"policy":${JSON.stringify(values)}}`;
}
