import type { Communication } from "./communication";

/** A piece of time; an open one has no end yet. */
export interface Span {
  readonly from: number;
  readonly to: number | undefined;
}

/** A piece of time that is over. */
export interface ClosedSpan {
  readonly from: number;
  readonly to: number;
}

/** The talks of a communication: its connected time between holds and parkings. */
export function talksOf(one: Communication): Span[] {
  const { connected, ended } = one;
  if (connected === undefined) return [];
  const pauses = [...holdsOf(one), ...parkingsOf(one)].sort((left, right) => left.from - right.from);
  const talks: Span[] = [];
  let from: number | undefined = connected.at;
  for (const pause of pauses) {
    if (from !== undefined && pause.from > from) talks.push({ from, to: pause.from });
    from = pause.to;
  }
  const isOver = ended !== undefined && (from === undefined || from >= ended.at);
  if (from !== undefined && !isOver) talks.push({ from, to: ended?.at });
  return talks;
}

/** The holds; one that is open ends with the communication. */
export function holdsOf({ held, ended }: Communication): Span[] {
  return held.map(({ from, to }) => ({ from: from.at, to: to ?? ended?.at }));
}

/** The parkings; one that is open ends with the communication. */
export function parkingsOf({ parkings, ended }: Communication): Span[] {
  return parkings.map(({ from, to }) => ({ from: from.at, to: to ?? ended?.at }));
}

/** From the first connect to the end, if both were. */
export function connectionOf({ connected, ended }: Communication): ClosedSpan[] {
  return connected === undefined || ended === undefined ? [] : closed([{ from: connected.at, to: ended.at }]);
}

/** Those that are over and have a length: segments without length emit nothing. */
export function closed(spans: readonly Span[]): ClosedSpan[] {
  return spans.flatMap(({ from, to }) => (to !== undefined && to > from ? [{ from, to }] : []));
}

/** The sum of lengths. */
export function lengthOf(spans: readonly ClosedSpan[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}
