import fc from "fast-check";

import { packFinished, unpackFinished } from "../../src/packing/packed-marker";
import type { CommunicationStub } from "../../src/models/communication";
import { MEDIA_TYPES } from "../../src/models/media-type";
import { runs } from "../support/runs";

const id = fc.oneof(
  fc.uuid(),
  fc.string(),
  fc.constantFrom("", "A-B", "\ud800", "5F0C7F3C-4C3F-4F66-9F5B-2A0F6F0D8C11"),
);
const instant = fc.option(fc.oneof(fc.integer(), fc.constantFrom(0, 1_772_438_400_049, -1.5)), { nil: undefined });
const stub: fc.Arbitrary<CommunicationStub> = fc.record({
  communicationId: fc.option(id, { nil: undefined }),
  mediaType: fc.constantFrom(...MEDIA_TYPES),
  episode: fc.nat(1e6),
  connectedAt: instant,
  endedAt: instant,
});

describe("what is remembered of a conversation that was let go", () => {
  it("comes back as it was, in its order", () => {
    const finished = fc.array(fc.tuple(id, fc.array(stub, { maxLength: 4 })), { maxLength: 6 });
    fc.assert(
      fc.property(finished, (pairs) => {
        const before = new Map(pairs);
        const { bytes, length } = packFinished(before);
        expect([...unpackFinished(bytes.slice(0, length))]).toEqual([...before]);
      }),
      runs(500),
    );
  });
});
