import { readConsoleLine } from "./console-line";
import { parsePayload } from "./payload";
import { parseBytes } from "./structure";
import { positionIn } from "./recorded";
import { unwrap, type Unwrapped, type Wrapping } from "./unwrap";

const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;

/**
 * The bodies that a record's bytes hold: a JSON document in whatever envelopes, with what a console consumer or a schema
 * registry puts before it. Other encodings are refused by their names.
 */
export function readRecord(bytes: Buffer, wrapping: Wrapping): readonly Unwrapped[] {
  const first = bytes.find((byte) => byte > 0x20 || byte === 0);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return readDocument(bytes, wrapping);
  const line = readConsoleLine(bytes);
  if (line === undefined) return readOther(bytes, wrapping);
  const { timestamp, partition, offset, from } = line;
  const hasPlace = partition !== undefined && offset !== undefined && wrapping.partition === undefined;
  const placed = {
    position: hasPlace ? { partition, offset } : wrapping.position,
    partition: wrapping.partition ?? partition,
    timestamp: timestamp ?? wrapping.timestamp,
  };
  const parsed = parsePayload(bytes.subarray(from));
  if ("reason" in parsed) return [{ wrapping: placed, content: parsed, envelopes: [CONSOLE] }];
  return unwrap(parsed.value, placed).map((found) => ({ ...found, envelopes: [CONSOLE, ...found.envelopes] }));
}

const CONSOLE = "console consumer line";

function readDocument(bytes: Buffer, wrapping: Wrapping): readonly Unwrapped[] {
  const parsed = parseBytes(bytes);
  if (!("reason" in parsed)) return unwrap(parsed.value, wrapping);
  const isWhole = parsed.reason === "tooDeep";
  return [{ wrapping: isWhole ? placedBy(bytes, wrapping) : wrapping, content: parsed, envelopes: [] }];
}

/** A recorded line that is not parsed begins with where its record lay, all the same. */
function placedBy(bytes: Buffer, wrapping: Wrapping): Wrapping {
  const position = wrapping.partition === undefined ? positionIn(bytes) : undefined;
  return position === undefined ? wrapping : { ...wrapping, partition: position.partition, position };
}

/** What begins with neither a bracket nor what a console prints: framed JSON, JSON that is no object, or no JSON at all. */
function readOther(bytes: Buffer, wrapping: Wrapping): readonly Unwrapped[] {
  const parsed = parsePayload(bytes);
  const isFramed = bytes[0] === 0;
  if (!("reason" in parsed)) {
    const found = unwrap(parsed.value, wrapping);
    return isFramed ? found.map((one) => ({ ...one, envelopes: [FRAME, ...one.envelopes] })) : found;
  }
  return [{ wrapping, content: parsed, envelopes: [] }];
}

const FRAME = "schema registry frame";
