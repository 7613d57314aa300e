/** The item of a list at an index that it has. Throws `RangeError` where it has none. */
export function itemAt<Item extends object | number | string>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`there is no item ${String(index)} of ${String(items.length)}`);
  return item;
}
