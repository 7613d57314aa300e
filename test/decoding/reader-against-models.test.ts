import fc from "fast-check";

import { readFacts } from "../../src/decoding/read-facts";
import { FOLDED_FIELDS, FOLDED_OBJECTS } from "../../src/models/folded-fields";
import { callMediaParticipant } from "../../src/models/platform/call-media-participant";
import { callback } from "../../src/models/platform/callback";
import { callbackMediaParticipant } from "../../src/models/platform/callback-media-participant";
import { call } from "../../src/models/platform/call";
import { participant } from "../../src/models/platform/participant";
import type { z } from "zod";
import { runs } from "../support/runs";

/** The hand-written reader must accept just what the models accept, for every field that is folded. */

const MODELS: readonly z.ZodObject[] = [callMediaParticipant, callbackMediaParticipant, callback, call, participant];

const schemasOf = (wire: string): z.ZodType[] =>
  MODELS.flatMap((model) => (model.shape[wire] as z.ZodType | undefined) ?? []);

const anyValue = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    -1,
    3,
    2.5,
    1e300,
    "",
    "text",
    "2026-03-02T09:00:00Z",
    "2026-03-02T09:00:00.123+01:00",
    "2021-04-2T15:30:51.418Z",
    "2026-02-30T00:00:00Z",
    "2026-03-02T09:00:00",
    "9999-01-01T00:00:00Z",
  ),
  fc.array(fc.constant("x"), { maxLength: 2 }),
  fc.record({ id: fc.constantFrom("a", 5, null) }),
  fc.jsonValue({ maxDepth: 2 }),
);

describe("the reader of folded fields", () => {
  it("refuses nothing for the numbers of a callback: what has no zones says nothing", () => {
    fc.assert(
      fc.property(anyValue, (callbackNumbers) => {
        const { fault, facts } = readFacts({ callbackNumbers });
        expect([fault, facts.calleeZones]).toEqual([undefined, undefined]);
      }),
      runs(100),
    );
  });

  it("refuses nothing for the roles of a medium: what names no supervisor says nothing", () => {
    fc.assert(
      fc.property(anyValue, (mediaRoles) => {
        const { fault, facts } = readFacts({ mediaRoles });
        expect([fault, facts.mediaRoles]).toEqual([undefined, undefined]);
      }),
      runs(100),
    );
  });

  const judged = FOLDED_FIELDS.filter(({ kind }) => kind !== "zones" && kind !== "roles");
  it.each(judged.map(({ wire }) => wire))("%s: accepts and refuses what its models do", (wire) => {
    const schemas = schemasOf(wire);
    expect(schemas.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(anyValue, (value) => {
        const accepted = readFacts({ [wire]: value }).fault === undefined;
        for (const schema of schemas)
          expect({ value, accepted: schema.safeParse(value).success }).toEqual({ value, accepted });
      }),
      runs(100),
    );
  });

  it.each(FOLDED_OBJECTS.flatMap(({ wire, fields }) => fields.map((field) => [wire, field.wire] as const)))(
    "%s.%s: accepts and refuses what its models do",
    (wire, inner) => {
      const schemas = schemasOf(wire);
      expect(schemas.length).toBeGreaterThan(0);
      fc.assert(
        fc.property(anyValue, (value) => {
          const object = { [inner]: value };
          const accepted = readFacts({ [wire]: object }).fault === undefined;
          for (const schema of schemas)
            expect({ value, accepted: schema.safeParse(object).success }).toEqual({ value, accepted });
        }),
        runs(100),
      );
    },
  );

  it("names the field that is wrong, and never its value", () => {
    expect(readFacts({ connectedTime: 5 }).fault).toEqual({ reason: "wrongType", path: "connectedTime" });
    expect(readFacts({ wrapup: { endTime: "no date" } }).fault).toEqual({
      reason: "noInstant",
      path: "wrapup.endTime",
    });
    expect(readFacts({ user: "u1" }).fault).toEqual({ reason: "wrongType", path: "user" });
  });

  it("does not judge fields that are not folded", () => {
    expect(readFacts({ attributes: 5, name: {}, faxStatus: "x" }).fault).toBeUndefined();
  });

  it("takes the better of two names, whatever the order of the keys", () => {
    const [left, right] = [
      { peerId: "a", peer: "b" },
      { peer: "b", peerId: "a" },
    ];
    expect(readFacts(left).facts).toEqual(readFacts(right).facts);
    expect(
      readFacts({ start_acw_time: "2026-03-02T09:00:00Z", startAcwTime: "2026-03-02T10:00:00Z" }).facts
        .afterCallWorkStartedAt,
    ).toBe(Date.UTC(2026, 2, 2, 10));
    const inner = [
      { user: { id: "a", _id: "b" } },
      { user: { _id: "b", id: "a" } },
      { User: { id: "b" }, user: { id: "a" } },
    ];
    expect(inner.map((object) => readFacts(object).facts.userId)).toEqual(["a", "a", "a"]);
  });
});
