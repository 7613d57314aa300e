const FIRST = 8;
const INT_MAX = 2 ** 31 - 1;

/** Lengths of time in whole ms, kept as numbers of four bytes for as long as each of them is one. */
export class Lengths {
  private values: Int32Array | Float64Array = NONE;
  private count = 0;

  add(length: number): void {
    if (length > INT_MAX && this.values instanceof Int32Array) this.values = Float64Array.from(this.values);
    if (this.count === this.values.length) this.grow();
    this.values[this.count] = length;
    this.count += 1;
  }

  /** Those that were added, in that order; valid until more are. */
  all(): ArrayLike<number> {
    return this.values.subarray(0, this.count);
  }

  private grow(): void {
    const Kind = this.values instanceof Int32Array ? Int32Array : Float64Array;
    const larger = new Kind(Math.max(FIRST, Math.ceil(this.count * 1.5)));
    larger.set(this.values);
    this.values = larger;
  }
}

const NONE = new Int32Array(0);

/** The lengths of several, sorted. */
export function sortedLengths(several: readonly Lengths[]): Float64Array {
  const all = several.map((one) => one.all());
  const sorted = new Float64Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of all) {
    sorted.set(one, at);
    at += one.length;
  }
  return sorted.sort();
}
