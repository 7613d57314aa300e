import type { HeaderValue } from "../port/port";

/** A header of a message: its name, and its value, which may be none. */
export type HeaderEntry = readonly [name: string, value: HeaderValue];

const NONE: readonly HeaderEntry[] = [];

/** The headers of a message one by one: several of one name are a list. */
export function headerEntries(headers: object | undefined): readonly HeaderEntry[] {
  if (headers === undefined) return NONE;
  return Object.entries(headers).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).map((one): HeaderEntry => [name, one as HeaderValue]),
  );
}

/** How many bytes the headers of a message take, without their lengths. */
export function headerBytes(headers: object | undefined): number {
  return headerEntries(headers).reduce(
    (bytes, [name, value]) => bytes + Buffer.byteLength(name) + Buffer.byteLength(value ?? ""),
    0,
  );
}
