import type { CommunicationState, ListedSegment } from "../../src/models/communication";
import { NO_FACTS } from "../../src/models/generated/fact-values";
import { breaksOf } from "../../src/reducers/breaks";
import { createCommunication } from "../../src/reducers/communication";

const PLACE = { partition: 0, offset: 0 };
const SECOND = 1000;
const communication = createCommunication(
  {
    participantId: "p",
    communicationId: "c",
    mediaType: "call",
    shape: "snapshot",
    facts: NO_FACTS,
    at: 0,
    undated: false,
    position: PLACE,
  },
  { episode: 0, isFirst: true },
);

/** A list that counts how often one of its elements is read. */
function counted<Item>(items: readonly Item[]) {
  let reads = 0;
  const list = new Proxy(items, {
    get(target, key, receiver) {
      if (typeof key === "string" && /^\d+$/.test(key)) reads += 1;
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  return { list, reads: () => reads };
}

const holdAt = (startAt: number): ListedSegment => ({
  type: "hold",
  startAt,
  endAt: startAt + SECOND,
  seenAt: startAt,
  by: PLACE,
});

test("each listed hold more is looked at as often as the one before", () => {
  const readsFor = (holds: number) => {
    const { list, reads } = counted(Array.from({ length: holds }, (_, index) => holdAt(index * 2 * SECOND)));
    const state: CommunicationState = { ...communication, listed: list };
    expect(breaksOf(state, [])).toHaveLength(holds);
    return reads() / holds;
  };
  expect(readsFor(1000)).toBe(readsFor(10));
});
