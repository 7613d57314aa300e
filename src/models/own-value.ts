/**
 * The value that an object itself has under a name from outside; never one of its prototype, as `constructor` would be. It is
 * for objects that are read as they come, such as JSON; what the programme makes itself is a `Map`.
 */
export function ownValue<Value>(object: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
