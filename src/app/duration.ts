const UNIT_MS = new Map(Object.entries({ ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }));
const SHORT = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;
const ISO =
  /^P(?=\d|T\d)(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?=\d)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;
const ISO_UNITS_MS = [7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000] as const;

/** The milliseconds of a span as people write it: `20s`, `5m`, `24h`, `100d`, `250ms`, or ISO-8601 `PT20S`, without months and years, which have no one length. */
export function parseSpan(text: string): number | undefined {
  const short = SHORT.exec(text.trim());
  if (short !== null) return Math.round(Number(short[1]) * (UNIT_MS.get(short[2] ?? "") ?? NaN));
  const iso = ISO.exec(text.trim());
  if (iso === null) return undefined;
  const parts = ISO_UNITS_MS.map((ms, index) => ms * Number((iso[index + 1] ?? "0").replace(",", ".")));
  return Math.round(parts.reduce((sum, part) => sum + part, 0));
}

/** A span as people read it, in its largest whole unit: `20s`, `5m`, `24h`, `90d`. */
export function formatSpan(ms: number): string {
  if (ms === 0) return "0s";
  const unit = ["d", "h", "m", "s"].find(
    (name) => ms % (UNIT_MS.get(name) ?? 1) === 0 && !(name === "d" && ms === UNIT_MS.get("d")),
  );
  return unit === undefined ? `${ms}ms` : `${ms / (UNIT_MS.get(unit) ?? 1)}${unit}`;
}

/** A measured time as people read it, rounded to the unit that is shown: `950 ms`, `12.4 s`, `3:05 min`, `2:03:05 h`, `58 d 23 h`. */
export function formatLength(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  const tenths = Math.round(ms / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  const clock = (count: number) => String(count % 60).padStart(2, "0");
  if (hours === 0) return `${minutes}:${clock(seconds)} min`;
  if (hours < 48) return `${hours}:${clock(minutes)}:${clock(seconds)} h`;
  const wholeHours = Math.round(ms / 3_600_000);
  return `${Math.floor(wholeHours / 24)} d ${wholeHours % 24} h`;
}
