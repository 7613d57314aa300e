/** What a message's value says as JSON; undefined where it is none. */
export function parseValue(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString() ?? "null");
  } catch {
    return undefined;
  }
}
