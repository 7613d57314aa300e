import type { HeaderValue } from "../port/port";

/** One header of a message: its name, and its value, which may be null. */
export type HeaderEntry = readonly [name: string, value: HeaderValue];

const NONE: readonly HeaderEntry[] = [];

/** The headers of a message one by one. Example: `{a: ["1", "2"]}` has the entries `["a", "1"]` and `["a", "2"]`. */
export function headerEntries(headers: object | undefined): readonly HeaderEntry[] {
  if (headers === undefined) return NONE;
  return Object.entries(headers).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).map((one): HeaderEntry => [name, one as HeaderValue]),
  );
}

/** How many bytes the names and values of the headers take. */
export function headerBytes(headers: object | undefined): number {
  return headerEntries(headers).reduce(
    (bytes, [name, value]) => bytes + Buffer.byteLength(name) + Buffer.byteLength(value ?? ""),
    0,
  );
}
