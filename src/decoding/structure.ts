import type { RejectionReason } from "../models/rejection";
import { looksLikeUtf16 } from "./utf16";

/** The deepest nesting of a record that is read. */
export const DEPTH_MAX = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** A parsed JSON document, or why it is none. */
export type Parsed = { readonly value: unknown } | { readonly reason: RejectionReason };

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/** Parses one JSON document out of bytes: UTF-8, not too deep. Never throws. */
export function parseBytes(bytes: Buffer): Parsed {
  const depth = depthOf(bytes);
  if (depth.deepest > DEPTH_MAX) return { reason: "tooDeep" };
  let text: string;
  try {
    text = strictUtf8.decode(bytes);
  } catch {
    return { reason: "notUtf8" };
  }
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    if (looksLikeUtf16(bytes)) return { reason: "notUtf8" };
    return { reason: depth.isOpen ? "truncated" : "notJson" };
  }
}

/** Parses a JSON document that is itself the text of a JSON string. */
export function parseText(text: string): Parsed {
  return parseBytes(Buffer.from(text, "utf8"));
}

/** How deep the brackets of a document go, and whether it breaks off inside a bracket or a string. */
function depthOf(bytes: Buffer): { readonly deepest: number; readonly isOpen: boolean } {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
  }
  return { deepest, isOpen: inString || depth > 0 };
}
