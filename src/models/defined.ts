/** An object without the fields that are undefined: outputs leave out what is not known. */
export function dropUndefined<Result extends object>(shape: {
  [Key in keyof Result]: Result[Key] | undefined;
}): Result {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(shape)) if (value !== undefined) result[key] = value;
  return result as Result;
}
