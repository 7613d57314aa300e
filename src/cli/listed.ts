import { formatCount } from "../models/format-count";

/** How many of a long list a terminal shows. */
export const LISTED_MAX = 20;

/** The line that says how many more there are; none where all are shown. */
export function moreThanListed(count: number): string[] {
  const left = count - LISTED_MAX;
  return left > 0 ? [`  and ${formatCount(left)} more; --format csv and json have all`] : [];
}
