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

/** A measured time as people read it: `950 ms`, `12.4 s`, `3:05 min`, `2:03:05 h`, `58 d 23 h`. */
export function formatLength(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const [hours, minutes, seconds] = [3_600_000, 60_000, 1000].map((unit) => Math.floor(ms / unit)) as [
    number,
    number,
    number,
  ];
  const clock = (count: number) => String(count % 60).padStart(2, "0");
  if (ms < 3_600_000) return `${minutes}:${clock(seconds)} min`;
  if (ms < 2 * 86_400_000) return `${hours}:${clock(minutes)}:${clock(seconds)} h`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
