import { Chain } from "./byte-store";

const ROWS_PER_PAGE = 4096;
/** How many whole numbers a chain takes. */
export const CHAIN_INTS = 4;

/**
 * Rows of numbers, outside of the garbage collector's reach: so many doubles and so many whole numbers of 32 bits each. A row
 * that is given back is used again, with what is in it.
 */
export class Table {
  private readonly doubles: Float64Array[] = [];
  private readonly ints: Int32Array[] = [];
  private readonly free: number[] = [];
  private rows = 0;

  constructor(
    private readonly doublesEach: number,
    private readonly intsEach: number,
  ) {}

  /** The number of a row that nobody has. */
  add(): number {
    const given = this.free.pop();
    if (given !== undefined) return given;
    if (this.rows === this.doubles.length * ROWS_PER_PAGE) {
      this.doubles.push(new Float64Array(ROWS_PER_PAGE * this.doublesEach));
      this.ints.push(new Int32Array(ROWS_PER_PAGE * this.intsEach));
    }
    this.rows += 1;
    return this.rows - 1;
  }

  /** Gives a row back. */
  remove(row: number): void {
    this.free.push(row);
  }

  double(row: number, column: number): number {
    return this.doubles[Math.floor(row / ROWS_PER_PAGE)]?.[(row % ROWS_PER_PAGE) * this.doublesEach + column] ?? NaN;
  }

  setDouble(row: number, column: number, value: number): void {
    const page = this.doubles[Math.floor(row / ROWS_PER_PAGE)];
    if (page !== undefined) page[(row % ROWS_PER_PAGE) * this.doublesEach + column] = value;
  }

  int(row: number, column: number): number {
    return this.ints[Math.floor(row / ROWS_PER_PAGE)]?.[(row % ROWS_PER_PAGE) * this.intsEach + column] ?? 0;
  }

  setInt(row: number, column: number, value: number): void {
    const page = this.ints[Math.floor(row / ROWS_PER_PAGE)];
    if (page !== undefined) page[(row % ROWS_PER_PAGE) * this.intsEach + column] = value;
  }

  /** The chain that a row has from a column on. */
  chain<Of extends Chain>(row: number, column: number, into: Of): Of {
    into.first = this.int(row, column);
    into.last = this.int(row, column + 1);
    into.used = this.int(row, column + 2);
    into.blocks = this.int(row, column + 3);
    return into;
  }

  setChain(row: number, column: number, { first, last, used, blocks }: Chain): void {
    this.setInt(row, column, first);
    this.setInt(row, column + 1, last);
    this.setInt(row, column + 2, used);
    this.setInt(row, column + 3, blocks);
  }
}
