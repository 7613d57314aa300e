import { isUtf8 } from "node:buffer";

/** Whether a value is framed, encoded or damaged, so that it is no text to stand in a line. */
function isBinary(value: Buffer): boolean {
  return value[0] === 0 || !isUtf8(value);
}

/**
 * A message's value as a member of the line of a recorded log: JSON as it is where it lies on one line, else as text; bytes that
 * are no text in base64.
 */
export function valueMember(value: Buffer | null): string {
  if (value === null) return '"value":null';
  return isBinary(value) ? `"valueBase64":"${value.toString("base64")}"` : `"value":${embed(value.toString())}`;
}

function embed(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    return /[\n\r]/.test(text) ? JSON.stringify(parsed) : text;
  } catch {
    return JSON.stringify(text);
  }
}
