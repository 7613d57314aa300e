/** A seeded source of chance: the same seed gives the same sequence everywhere. */
export interface Random {
  /** A whole number from `least` to `most`, both included. */
  readonly int: (least: number, most: number) => number;
  /** True with a probability in percent. */
  readonly chance: (percent: number) => boolean;
  readonly pick: <Item>(items: readonly Item[]) => Item;
  /** A version-4 UUID, lower case. */
  readonly uuid: () => string;
  /** A span until the next of events that come at random, `mean` ms apart. */
  readonly gap: (mean: number) => number;
}

/** A source for a seed and a stream of it: sfc32, seeded by splitmix32. */
export function createRandom(seed: number, stream: number): Random {
  let state = (Math.imul(seed, 0x85ebca6b) ^ stream) >>> 0;
  const mix = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return (word ^ (word >>> 15)) >>> 0;
  };
  let [a, b, c, counter] = [mix(), mix(), mix(), 1];
  const word = () => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  for (let warm = 0; warm < 12; warm += 1) word();
  const share = () => word() / 4294967296;
  const int = (least: number, most: number) => least + Math.floor(share() * (most - least + 1));
  const hex = (digits: number) => word().toString(16).padStart(8, "0").slice(0, digits);
  return {
    int,
    chance: (percent) => share() * 100 < percent,
    pick<Item>(items: readonly Item[]): Item {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new Error("there is nothing to pick from");
      return item;
    },
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(8)}${hex(4)}`,
    gap: (mean) => Math.max(1, Math.round(-Math.log(1 - share()) * mean)),
  };
}
