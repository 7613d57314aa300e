/** A value to look at again when time has passed an instant. */
export interface Reminder<Value> {
  readonly at: number;
  readonly value: Value;
}

/** A heap of reminders, earliest first. It is an index only: whoever is reminded decides by the state, not by it. */
export interface ReminderHeap<Value> {
  readonly push: (at: number, value: Value) => void;
  /** Takes the earliest reminder if its instant lies before `time`. */
  readonly popBefore: (time: number) => Reminder<Value> | undefined;
  readonly size: () => number;
}

/** An empty heap. `nameOf` orders reminders of one instant: the order must not depend on how the heap came about. */
export function createReminderHeap<Value>(nameOf: (value: Value) => string): ReminderHeap<Value> {
  const items: Reminder<Value>[] = [];

  /** Whether one stands before another; what is not there stands behind all. */
  function isBefore(left: number, right: number): boolean {
    const [one, other] = [items[left], items[right]];
    if (one === undefined || other === undefined) return one !== undefined;
    return one.at === other.at ? nameOf(one.value) < nameOf(other.value) : one.at < other.at;
  }

  function swap(left: number, right: number): void {
    const [a, b] = [items[left], items[right]];
    if (a === undefined || b === undefined) return;
    items[left] = b;
    items[right] = a;
  }

  function siftUp(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(index, parent)) return;
      swap(parent, index);
      index = parent;
    }
  }

  function siftDown(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const child = isBefore(left + 1, left) ? left + 1 : left;
      if (!isBefore(child, index)) return;
      swap(index, child);
      index = child;
    }
  }

  return {
    push(instant, value) {
      items.push({ at: instant, value });
      siftUp(items.length - 1);
    },
    popBefore(time) {
      const first = items[0];
      if (first === undefined || first.at >= time) return undefined;
      const last = items.pop();
      if (items.length > 0 && last !== undefined) {
        items[0] = last;
        siftDown();
      }
      return first;
    },
    size: () => items.length,
  };
}
