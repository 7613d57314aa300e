import { compareText } from "./position";

/** A value as JSON, the same text in whatever order its fields, and those of what is in it, were given. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(inOrder(value));
}

function inOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const entries = Object.entries(value).sort(([left], [right]) => compareText(left, right));
  return Object.fromEntries(entries.map(([name, one]) => [name, inOrder(one)]));
}
