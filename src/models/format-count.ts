/**
 * A whole number as people read it, in terminals and on pages alike: `1,234,567`. What the platform has for it costs tenths of a start-up
 * to load, and writes as the language of the machine wants.
 */
export function formatCount(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A count with what it is of, whose plural ends in `s`: `1 record`, `1,234 records`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
