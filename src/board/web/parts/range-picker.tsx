import { place, setQuery } from "../place";
import { zone } from "../settings";
import { now } from "../store";
import { dayOf, fromLocal, toLocal } from "../zoned";

/** A time that is asked for, in epoch ms; `to` is undefined up to now. */
export interface Range {
  readonly from: number;
  readonly to: number | undefined;
}

/** The time that the address of the page asks for; undefined where it is now. */
export function rangeAsked(): Range | undefined {
  const [from, to] = ["from", "to"].map((name) => Date.parse(place.value.query.get(name) ?? ""));
  if (from === undefined || Number.isNaN(from)) return undefined;
  return { from, to: to === undefined || Number.isNaN(to) ? undefined : to };
}

/** From when to when: two fields in the board's zone, and the days that are asked for most. */
export function RangePicker() {
  const range = rangeAsked();
  const write = (next: Partial<Range> | undefined) => {
    setQuery("from", next?.from === undefined ? undefined : new Date(next.from).toISOString());
    setQuery("to", next?.to === undefined ? undefined : new Date(next.to).toISOString());
  };
  const day = (daysOff: number) => now.value !== undefined && write(dayOf(now.value, zone.value, daysOff));
  const field = (name: string, at: number | undefined, change: (at: number | undefined) => void) => (
    <label>
      {name}
      <input
        type="datetime-local"
        value={at === undefined ? "" : toLocal(at, zone.value)}
        onChange={({ currentTarget }) => change(fromLocal(currentTarget.value, zone.value))}
      />
    </label>
  );
  return (
    <>
      <span class="days">
        <button type="button" onClick={() => day(0)}>
          Today
        </button>
        <button type="button" onClick={() => day(-1)}>
          Yesterday
        </button>
        <button type="button" disabled={range === undefined} onClick={() => write(undefined)}>
          Now
        </button>
      </span>
      <details class="range" open={range !== undefined}>
        <summary>From, to</summary>
        <div class="filters">
          {field("From", range?.from, (from) => write(from === undefined ? undefined : { ...range, from }))}
          {field("To", range?.to, (to) => write({ from: range?.from ?? dayOf(to ?? 0, zone.value).from, to }))}
        </div>
      </details>
    </>
  );
}
