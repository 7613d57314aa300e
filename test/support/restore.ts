import { deserialize, serialize } from "node:v8";

import type { Engine } from "../../src/engine/engine";
import type { SavedContents, SavedEngine } from "../../src/engine/store/saved";

/** Restores each partition with the contents of its conversations as bytes, as a service does. */
export function restore(engine: Engine, { partitions }: SavedEngine): void {
  for (const [number, partition] of partitions) {
    const conversations = partition.conversations.map(({ lifecycles, emittedPending, ...head }) => ({
      ...head,
      contents: serialize({ lifecycles, emittedPending }),
    }));
    engine.restore(number, { ...partition, conversations }, (bytes) => deserialize(bytes) as SavedContents);
  }
}
