import { isUtf8 } from "node:buffer";

/** Whether a value is no UTF-8 text, or begins with the zero byte of a schema registry. */
function isBinary(value: Buffer): boolean {
  return value[0] === 0 || !isUtf8(value);
}

/**
 * A message's value as a member of the line of a recorded log, from which each byte of it can be restored: JSON on one line as it is, other
 * text as a string, and other bytes in base64. Examples: `"value":{"id":1}`, `"value":"no JSON"`, `"valueBase64":"AAAB"`.
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
