import { isUtf8 } from "node:buffer";

/** Whether a value is framed, encoded or damaged, so that it is no text to stand in a line. */
function isBinary(value: Buffer): boolean {
  return value[0] === 0 || !isUtf8(value);
}

/**
 * A message's value as a member of the line of a recorded log: an object or a list of JSON as it is where it lies on one line, else as
 * text; bytes that are no text in base64. So the line tells each byte of it, and how many they were.
 */
export function valueMember(value: Buffer | null): string {
  if (value === null) return '"value":null';
  return isBinary(value) ? `"valueBase64":"${value.toString("base64")}"` : `"value":${embed(value.toString())}`;
}

function embed(text: string): string {
  return /^[{[][^\n\r]*[}\]]$/.test(text) && isJson(text) ? text : JSON.stringify(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
