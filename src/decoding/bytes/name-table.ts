/** Finds what belongs to a name by the name's bytes, without making a string of them. */
export class NameTable<Value> {
  private readonly mask: number;
  private readonly names: (Uint8Array | undefined)[];
  private readonly values: (Value | undefined)[];

  constructor(entries: Iterable<readonly [string, Value]>) {
    const all = [...entries];
    const size = 1 << Math.ceil(Math.log2(Math.max(16, all.length * 4)));
    this.mask = size - 1;
    this.names = new Array<undefined>(size).fill(undefined);
    this.values = new Array<undefined>(size).fill(undefined);
    for (const [name, value] of all) this.add(Buffer.from(name, "utf8"), value);
  }

  private add(name: Uint8Array, value: Value): void {
    let slot = hashOf(name, 0, name.length) & this.mask;
    while (this.names[slot] !== undefined) slot = (slot + 1) & this.mask;
    this.names[slot] = name;
    this.values[slot] = value;
  }

  /** What belongs to the name that stands between two places of a buffer. */
  find(bytes: Uint8Array, from: number, until: number): Value | undefined {
    let slot = hashOf(bytes, from, until) & this.mask;
    for (let name = this.names[slot]; name !== undefined; name = this.names[slot]) {
      if (isSame(name, bytes, from, until)) return this.values[slot];
      slot = (slot + 1) & this.mask;
    }
    return undefined;
  }
}

/** Few names share length, first, second, middle and last byte. */
function hashOf(bytes: Uint8Array, from: number, until: number): number {
  const length = until - from;
  const first = bytes[from] ?? 0;
  const second = bytes[from + 1] ?? 0;
  const middle = bytes[from + (length >> 1)] ?? 0;
  const last = bytes[until - 1] ?? 0;
  return Math.imul(length * 31 + first * 7 + second * 131 + middle * 1031 + last * 8209, 0x9e3779b1) >>> 15;
}

function isSame(name: Uint8Array, bytes: Uint8Array, from: number, until: number): boolean {
  if (name.length !== until - from) return false;
  for (let index = 0; index < name.length; index += 1) if (name[index] !== bytes[from + index]) return false;
  return true;
}
