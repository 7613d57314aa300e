/** What happens next, earliest first; of equal instants what was put in first. */
export interface Schedule<Value> {
  readonly push: (at: number, value: Value) => void;
  readonly pop: () => { readonly at: number; readonly value: Value } | undefined;
  /** The earliest instant; Infinity where nothing is left. */
  readonly earliest: () => number;
}

interface Entry<Value> {
  readonly at: number;
  readonly order: number;
  readonly value: Value;
}

/** An empty schedule. */
export function createSchedule<Value>(): Schedule<Value> {
  const entries: Entry<Value>[] = [];
  let order = 0;
  const isBefore = (left: number, right: number): boolean => {
    const [a, b] = [entries[left], entries[right]];
    if (a === undefined) return false;
    return b === undefined || a.at < b.at || (a.at === b.at && a.order < b.order);
  };
  const swap = (left: number, right: number): void => {
    const [a, b] = [entries[left], entries[right]];
    if (a !== undefined && b !== undefined) [entries[left], entries[right]] = [b, a];
  };
  return {
    push(at, value) {
      entries.push({ at, order, value });
      order += 1;
      for (let index = entries.length - 1; index > 0;) {
        const parent = (index - 1) >> 1;
        if (!isBefore(index, parent)) return;
        swap(index, parent);
        index = parent;
      }
    },
    pop() {
      const [first] = entries;
      const last = entries.pop();
      if (first === undefined || last === undefined || entries.length === 0) return first;
      entries[0] = last;
      for (let index = 0; ;) {
        const left = 2 * index + 1;
        const child = isBefore(left + 1, left) ? left + 1 : left;
        if (!isBefore(child, index)) return first;
        swap(index, child);
        index = child;
      }
    },
    earliest: () => entries[0]?.at ?? Infinity,
  };
}
