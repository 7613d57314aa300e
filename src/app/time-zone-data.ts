/** The version of the time-zone data by which local times are worked out. */
export function timeZoneData(): string {
  return process.versions["tz"] ?? "unknown";
}
