import fc from "fast-check";

import { ReminderHeap } from "../../../src/engine/time/reminder-heap";
import { createSchedule } from "../../../src/consumers/simulation/schedule";

const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.nat()), { maxLength: 60 });

describe("the heap of reminders", () => {
  it("gives them earliest first, and only those before a time", () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 0, max: 21 }), (items, time) => {
        const heap = new ReminderHeap();
        for (const [at, value] of items) heap.push(at, String(value));
        const popped: number[] = [];
        for (let next = heap.popBefore(time); next !== undefined; next = heap.popBefore(time)) popped.push(next.at);
        expect(popped).toEqual(
          items
            .map(([at]) => at)
            .filter((at) => at < time)
            .sort((left, right) => left - right),
        );
        expect(heap.size()).toBe(items.length - popped.length);
      }),
    );
  });
});

describe("the simulator's schedule", () => {
  it("gives what happens next, and of equal instants what was put in first", () => {
    fc.assert(
      fc.property(pairs, (items) => {
        const schedule = createSchedule<number>();
        items.forEach(([at], index) => schedule.push(at, index));
        const expected = items
          .map(([at], index) => ({ at, value: index }))
          .sort((left, right) => left.at - right.at || left.value - right.value);
        expect(items.map(() => schedule.pop())).toMatchObject(expected);
        expect(schedule.pop()).toBeUndefined();
      }),
    );
  });
});
