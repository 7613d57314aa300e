/** Something derived that is known by an id; those of one family may take each other's place. */
export interface Identified {
  readonly id: string;
  readonly family: string;
}

/** The same items with ids apart: a conversation that contradicts itself may derive one id twice. */
export function withUniqueIds<Item extends Identified>(items: readonly Item[]): Item[] {
  const times = new Map<string, number>();
  return items.map((item) => {
    const count = (times.get(item.id) ?? 0) + 1;
    times.set(item.id, count);
    return count === 1 ? item : { ...item, id: `${item.id}~${count}` };
  });
}

/** What a new derivation changes against what was told before. */
export interface Difference<Item> {
  /** New or different, with what stood there before. */
  readonly told: readonly { readonly item: Item; readonly before: Item | undefined }[];
  /** No longer derived, with the id that takes its place, if one does. */
  readonly retracted: readonly { readonly item: Item; readonly replacedBy: string | undefined }[];
}

/** Compares what is derived now with what was told before, by id. `isSame` says whether there is news. */
export function difference<Item extends Identified>(
  before: ReadonlyMap<string, Item>,
  now: readonly Item[],
  isSame: (left: Item, right: Item) => boolean,
): Difference<Item> {
  const isUnchanged = now.length === before.size && now.every((item) => before.get(item.id) === item);
  if (isUnchanged) return { told: [], retracted: [] };
  const told: { item: Item; before: Item | undefined }[] = [];
  const newcomers = new Map<string, string[]>();
  const ids = new Set<string>();
  for (const item of now) {
    if (ids.has(item.id)) return difference(before, withUniqueIds(now), isSame);
    ids.add(item.id);
    const held = before.get(item.id);
    if (held !== undefined && isSame(held, item)) continue;
    told.push({ item, before: held });
    if (held === undefined) newcomers.set(item.family, [...(newcomers.get(item.family) ?? []), item.id]);
  }
  const retracted: { item: Item; replacedBy: string | undefined }[] = [];
  for (const [id, item] of before) {
    if (!ids.has(id)) retracted.push({ item, replacedBy: newcomers.get(item.family)?.shift() });
  }
  return { told, retracted };
}
