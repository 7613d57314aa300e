import { count, type Counts } from "./counts";

const VALUES_MAX = 50;
const LENGTH_MAX = 60;

/** Counts values of enums that are not known, as `field=value`: the first of them by name, the rest together. */
export class UnknownValues {
  private readonly often: Map<string, number>;

  constructor(counts?: Counts) {
    this.often = new Map(counts);
  }

  note(value: string): void {
    const shown = value.slice(0, LENGTH_MAX);
    const isNamed = this.often.has(shown) || this.often.size < VALUES_MAX;
    count(this.often, isNamed ? shown : "(others)");
  }

  counts(): Counts {
    return [...this.often];
  }
}
