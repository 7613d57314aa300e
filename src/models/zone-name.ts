/** Whether a name such as `Europe/Berlin` or `UTC` is that of a zone. A bare offset is none: it has no summer time. */
export function isZoneName(name: string): boolean {
  // Most commands take it where none is named: the zones' data, which it needs not, are not loaded for it.
  if (name === "UTC") return true;
  if (!/^[A-Za-z]/.test(name) || /^(?:UTC|GMT)[+-]/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
