/** The keys of what is derived of one communication, which may derive one twice where it contradicts itself. */
export class Keys {
  private taken: Set<string> | undefined;

  /** A key that no other of its name has. */
  apart(name: string, key: string | undefined): string | undefined {
    if (key === undefined) return undefined;
    this.taken ??= new Set();
    let apart = key;
    for (let count = 2; this.taken.has(`${name}/${apart}`); count += 1) apart = `${key}~${String(count)}`;
    this.taken.add(`${name}/${apart}`);
    return apart;
  }
}

/**
 * The place of what is sought, looking from one place on and then from the start; -1 where it is not there. What is sought in
 * the order in which it lies is found at once.
 */
export function findIndexFrom<Item>(items: readonly Item[], from: number, isSought: (item: Item) => boolean): number {
  for (let step = 0; step < items.length; step += 1) {
    const index = (from + step) % items.length;
    if (isSought(items[index] as Item)) return index;
  }
  return -1;
}
