const FEW = 24;

/**
 * Sorts a list in place, equal items in the order they had. A few items, which most lists have, and which mostly lie in
 * order, are sorted without the copies that the built-in sort makes.
 */
export function sortInPlace<Item>(items: Item[], compare: (left: Item, right: Item) => number): Item[] {
  if (items.length > FEW) return items.sort(compare);
  for (let index = 1; index < items.length; index += 1) {
    const item = items[index] as Item;
    let place = index;
    for (; place > 0 && compare(items[place - 1] as Item, item) > 0; place -= 1)
      items[place] = items[place - 1] as Item;
    items[place] = item;
  }
  return items;
}

/** The place of the first of some items, sorted by an instant that each has, that lies at an instant or after it. */
export function placeFrom<Item>(sorted: readonly Item[], at: number, atOf: (item: Item) => number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (atOf(sorted[middle] as Item) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
