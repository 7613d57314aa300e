/** What is to be looked at again, by its id, when time has passed an instant. */
export interface Reminder {
  readonly at: number;
  readonly id: string;
}

/**
 * A heap of reminders, earliest first; of one instant, by id: the order must not depend on how the heap came about. It is an
 * index only: whoever is reminded decides by the state, not by it. The instants lie beside the ids: a list of numbers holds
 * them as they are, a reminder of its own would be two objects.
 */
export class ReminderHeap {
  private readonly instants: number[] = [];
  private readonly ids: string[] = [];

  push(at: number, id: string): void {
    this.instants.push(at);
    this.ids.push(id);
    this.siftUp(this.instants.length - 1);
  }

  /** Takes the earliest reminder if its instant lies before `time`. */
  popBefore(time: number): Reminder | undefined {
    const first = this.at(0);
    if (first === undefined || first.at >= time) return undefined;
    const last = this.at(this.instants.length - 1);
    this.instants.pop();
    this.ids.pop();
    if (last !== undefined && this.instants.length > 0) {
      this.put(0, last);
      this.siftDown();
    }
    return first;
  }

  /** The instant of the earliest; Infinity where there is none. */
  earliest(): number {
    return this.instants[0] ?? Infinity;
  }

  size(): number {
    return this.instants.length;
  }

  private at(index: number): Reminder | undefined {
    const [at, id] = [this.instants[index], this.ids[index]];
    return at === undefined || id === undefined ? undefined : { at, id };
  }

  private put(index: number, { at, id }: Reminder): void {
    this.instants[index] = at;
    this.ids[index] = id;
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
    return one === other ? (this.ids[left] ?? "") < (this.ids[right] ?? "") : one < other;
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
