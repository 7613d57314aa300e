import { Duration } from "luxon";

const UNIT_MS = new Map(Object.entries({ ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }));
const SHORT = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;

/** The milliseconds of a span as people write it: `20s`, `5m`, `24h`, `100d`, `250ms`, or ISO-8601 `PT20S`. */
export function parseSpan(text: string): number | undefined {
  const short = SHORT.exec(text.trim());
  if (short !== null) return Math.round(Number(short[1]) * (UNIT_MS.get(short[2] ?? "") ?? NaN));
  const duration = Duration.fromISO(text.trim());
  return duration.isValid ? Math.round(duration.toMillis()) : undefined;
}

/** A span as people read it, in its largest whole unit: `20s`, `5m`, `24h`, `90d`. */
export function formatSpan(ms: number): string {
  if (ms === 0) return "0s";
  const unit = ["d", "h", "m", "s"].find(
    (name) => ms % (UNIT_MS.get(name) ?? 1) === 0 && !(name === "d" && ms === UNIT_MS.get("d")),
  );
  return unit === undefined ? `${ms}ms` : `${ms / (UNIT_MS.get(unit) ?? 1)}${unit}`;
}

/** A measured time as people read it: `950 ms`, `12.4 s`, `3:05 min`, `2:03:05 h`, `58 d 23 h`. */
export function formatLength(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const duration = Duration.fromMillis(ms);
  if (ms < 3_600_000) return `${duration.toFormat("m:ss")} min`;
  return ms < 2 * 86_400_000 ? `${duration.toFormat("h:mm:ss")} h` : duration.toFormat("d 'd' h 'h'");
}
