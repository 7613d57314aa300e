/** A half-open span of time: the start is in it, the end is not. Epoch milliseconds. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** A length of time that was measured, and when it passed. */
export interface TimedValue {
  readonly valueMs: number;
  /** When what is measured began. */
  readonly startAt: number;
  /** When it became final (`emitDate`). */
  readonly finalAt: number;
  /** When it passed. Their lengths are the value, or there are none: it is known as a sum only. */
  readonly spans: readonly TimeSpan[];
}

/** The sum of lengths in ms. */
export function lengthOf(spans: readonly TimeSpan[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** A value with its spans, if they come to it; with none otherwise. */
export function timedValue(
  valueMs: number,
  finalAt: number,
  spans: readonly TimeSpan[],
  startAt = Math.min(...spans.map(({ from }) => from), finalAt),
): TimedValue {
  return { valueMs, startAt, finalAt, spans: lengthOf(spans) === valueMs ? spans : [] };
}

/** A span less others, which do not overlap each other. */
export function without(span: TimeSpan, holes: readonly TimeSpan[]): TimeSpan[] {
  const left: TimeSpan[] = [];
  let from = span.from;
  for (const hole of [...holes].sort((one, other) => one.from - other.from)) {
    if (hole.from > from) left.push({ from, to: Math.min(hole.from, span.to) });
    from = Math.max(from, hole.to);
  }
  if (from < span.to) left.push({ from, to: span.to });
  return left.filter((one) => one.to > one.from);
}
