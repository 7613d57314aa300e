/** A value to look at again when time has passed an instant. */
export interface Reminder<Value> {
  readonly at: number;
  readonly value: Value;
}

/**
 * A heap of reminders, earliest first. It is an index only: whoever is reminded decides by the state, not by it. The
 * instants lie beside the values: a list of numbers holds them as they are, a reminder of its own would be two objects.
 */
export class ReminderHeap<Value> {
  private readonly instants: number[] = [];
  private readonly values: Value[] = [];

  /** `nameOf` orders reminders of one instant: the order must not depend on how the heap came about. */
  constructor(private readonly nameOf: (value: Value) => string) {}

  push(at: number, value: Value): void {
    this.instants.push(at);
    this.values.push(value);
    this.siftUp(this.instants.length - 1);
  }

  /** Takes the earliest reminder if its instant lies before `time`. */
  popBefore(time: number): Reminder<Value> | undefined {
    const first = this.at(0);
    if (first === undefined || first.at >= time) return undefined;
    const last = this.at(this.instants.length - 1);
    this.instants.pop();
    this.values.pop();
    if (last !== undefined && this.instants.length > 0) {
      this.put(0, last);
      this.siftDown();
    }
    return first;
  }

  size(): number {
    return this.instants.length;
  }

  private at(index: number): Reminder<Value> | undefined {
    const at = this.instants[index];
    return at === undefined ? undefined : { at, value: this.values[index] as Value };
  }

  private put(index: number, { at, value }: Reminder<Value>): void {
    this.instants[index] = at;
    this.values[index] = value;
  }

  private swap(left: number, right: number): void {
    const [one, other] = [this.at(left), this.at(right)];
    if (one === undefined || other === undefined) return;
    this.put(left, other);
    this.put(right, one);
  }

  /** Whether one stands before another; what is not there stands behind all. */
  private isBefore(left: number, right: number): boolean {
    const [one, other] = [this.instants[left], this.instants[right]];
    if (one === undefined || other === undefined) return one !== undefined;
    if (one !== other) return one < other;
    return this.nameOf(this.values[left] as Value) < this.nameOf(this.values[right] as Value);
  }

  private siftUp(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) return;
      this.swap(parent, index);
      index = parent;
    }
  }

  private siftDown(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const child = this.isBefore(left + 1, left) ? left + 1 : left;
      if (!this.isBefore(child, index)) return;
      this.swap(index, child);
      index = child;
    }
  }
}
