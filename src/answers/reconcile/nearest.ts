import { itemAt } from "../../models/item-at";

/** Items in the order of a key, from which those that were paired are taken out; the nearest is found without a look at all. */
export class NearestIndex<Item extends object | number | string> {
  private readonly keys: readonly number[];
  /** By place in the order: which item stands there. */
  private readonly order: readonly number[];
  /** By place: that of the next, or of the one before, that may still be there. Shortened as they are followed. */
  private readonly following: number[];
  private readonly preceding: number[];

  /** `isLeft` says whether an item is still there. */
  constructor(
    private readonly items: readonly Item[],
    keyOf: (item: Item) => number,
    private readonly isLeft: (item: Item) => boolean = () => true,
  ) {
    const keys = items.map(keyOf);
    this.order = [...items.keys()].sort((one, other) => itemAt(keys, one) - itemAt(keys, other) || one - other);
    this.keys = this.order.map((number) => itemAt(keys, number));
    this.following = this.order.map((_, place) => place);
    this.preceding = [...this.following];
  }

  /** The item that is wanted whose key is nearest, at most so far away; of equally near ones the first. */
  nearest(key: number, reach: number, isWanted: (item: Item) => boolean = () => true): Item | undefined {
    const behind = this.firstFrom(key, reach, isWanted);
    const distance = behind === undefined ? reach : this.keyAt(behind) - key;
    const before = this.lastBefore(key, distance, isWanted);
    const only = behind ?? before;
    if (behind === undefined || before === undefined) return only === undefined ? undefined : this.itemAt(only);
    const isNearer = key - this.keyAt(before) < distance;
    const isFirst = itemAt(this.order, before) < itemAt(this.order, behind);
    return this.itemAt(isNearer || isFirst ? before : behind);
  }

  /** The items whose keys lie at most so far away, by key. */
  *within(key: number, reach: number): Generator<Item> {
    for (let place = this.next(this.firstPlace(key - reach)); place < this.keys.length; place = this.next(place + 1)) {
      if (this.keyAt(place) > key + reach) return;
      yield this.itemAt(place);
    }
  }

  /** The last item whose key is not above a key, and the first whose key is; of equal keys the first. All count, also those taken out. */
  around(key: number): [Item | undefined, Item | undefined] {
    const behind = this.firstPlace(key, true);
    const before = behind === 0 ? 0 : this.firstPlace(this.keyAt(behind - 1));
    return [
      behind === 0 ? undefined : this.itemAt(before),
      behind < this.keys.length ? this.itemAt(behind) : undefined,
    ];
  }

  private firstFrom(key: number, reach: number, isWanted: (item: Item) => boolean): number | undefined {
    for (let place = this.next(this.firstPlace(key)); place < this.keys.length; place = this.next(place + 1)) {
      if (this.keyAt(place) - key > reach) return undefined;
      if (isWanted(this.itemAt(place))) return place;
    }
    return undefined;
  }

  /** Those of one key are looked at from the first on. */
  private lastBefore(key: number, reach: number, isWanted: (item: Item) => boolean): number | undefined {
    let place = this.previous(this.firstPlace(key) - 1);
    while (place >= 0 && key - this.keyAt(place) <= reach) {
      const shared = this.keyAt(place);
      const first = this.firstPlace(shared);
      for (let one = this.next(first); one <= place; one = this.next(one + 1))
        if (isWanted(this.itemAt(one))) return one;
      place = this.previous(first - 1);
    }
    return undefined;
  }

  /** The first place whose key is not below a key, or is above it. */
  private firstPlace(key: number, isAbove = false): number {
    let [low, high] = [0, this.keys.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const found = this.keyAt(middle);
      if (found < key || (isAbove && found === key)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private next(from: number): number {
    return this.follow(this.following, from, 1);
  }

  private previous(from: number): number {
    return this.follow(this.preceding, from, -1);
  }

  /** The place from which on, in a direction, the first is that is still there; the way there is shortened. */
  private follow(links: number[], from: number, step: 1 | -1): number {
    const passed: number[] = [];
    let place = from;
    while (place >= 0 && place < links.length) {
      const link = itemAt(links, place);
      if (link === place && this.isLeft(this.itemAt(place))) break;
      passed.push(place);
      place = link === place ? place + step : link;
    }
    for (const one of passed) links[one] = place;
    return place;
  }

  private keyAt(place: number): number {
    return itemAt(this.keys, place);
  }

  private itemAt(place: number): Item {
    return itemAt(this.items, itemAt(this.order, place));
  }
}
