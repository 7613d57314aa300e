import { AssignerProtocol, type Assigner, type Cluster, type Logger } from "kafkajs";

import { stickyAssigner } from "../../../src/consumers/kafka/sticky-assigner";
import { PartitionOwnership } from "../../../src/consumers/live/group/partition-ownership";

const COUNTS: Readonly<Record<string, number>> = { snapshots: 4, events: 4, few: 2 };
const cluster = {
  findTopicPartitionMetadata: (topic: string) => Array.from({ length: COUNTS[topic] ?? 0 }),
} as unknown as Cluster;

function assignerOf(holdings = new PartitionOwnership()): Assigner {
  return stickyAssigner(holdings)({ cluster, groupId: "g", logger: {} as Logger });
}

/** What members that say these things of themselves are given. */
async function assigned(
  members: readonly { readonly memberId: string; readonly memberMetadata: Buffer }[],
  topics: string[],
) {
  const given = await assignerOf().assign({ members: [...members], topics });
  return Object.fromEntries(
    given.map(({ memberId, memberAssignment }) => [
      memberId,
      AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment,
    ]),
  );
}

function member(memberId: string, holdings = new PartitionOwnership(), topics = ["snapshots"]) {
  return { memberId, memberMetadata: assignerOf(holdings).protocol({ topics }).metadata };
}

test("a member keeps what it says it had, whatever its id", async () => {
  const holdings = new PartitionOwnership();
  holdings.assign([3, 1]);

  expect(await assigned([member("a"), member("z", holdings)], ["snapshots"])).toEqual({
    a: { snapshots: [0, 2] },
    z: { snapshots: [3, 1] },
  });
});

test("partitions of one number go to one member, of however many topics", async () => {
  const members = ["a", "b"].map((id) => member(id, new PartitionOwnership(), ["snapshots", "events", "few"]));

  expect(await assigned(members, ["snapshots", "events", "few"])).toEqual({
    a: { snapshots: [0, 2], events: [0, 2], few: [0] },
    b: { snapshots: [1, 3], events: [1, 3], few: [1] },
  });
});

test.each(["", "rubbish", '{"generation":-1,"held":[]}', "null"])(
  "who says %j of itself is taken to have had nothing",
  async (said) => {
    const encoded = { version: 1, topics: ["few"], userData: Buffer.from(said) };
    const memberMetadata = AssignerProtocol.MemberMetadata.encode(encoded);

    expect(await assigned([{ memberId: "a", memberMetadata }], ["few"])).toEqual({ a: { few: [0, 1] } });
  },
);

test("of two members the one that was heard of later keeps what both claim", async () => {
  const [frozen, rightful] = [new PartitionOwnership(), new PartitionOwnership()];
  frozen.assign([0]);
  frozen.joinGeneration(4);
  rightful.assign([0]);
  rightful.joinGeneration(7);
  const given = await assigned([member("a", frozen), member("b", rightful)], ["few"]);

  expect(given).toEqual({ a: { few: [1] }, b: { few: [0] } });
});

test("what a member came to first it gives up last", async () => {
  const holdings = new PartitionOwnership();
  holdings.assign([2]);
  holdings.joinGeneration(5);
  holdings.assign([0, 1, 2, 3]);
  const given = await assigned([member("a", holdings), member("b"), member("c"), member("d")], ["snapshots"]);

  expect(given["a"]).toEqual({ snapshots: [2] });
});
