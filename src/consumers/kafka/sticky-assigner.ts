import type { PartitionAssigner } from "kafkajs";
import { z } from "zod";

import { contain } from "../../models/fault";
import { assignPartitions, type ClaimingMember } from "../live/group/assign-partitions";
import type { PartitionOwnership } from "../live/group/partition-ownership";
import { AssignerProtocol } from "./patched-client";

const VERSION = 1;
const NAME = "convofold-steady";

type Claim = Omit<ClaimingMember, "id">;

const NO_CLAIM: Claim = { generation: 0, owned: [] };

/** A claim as members send it. Workers of other releases read and write `held`: that name cannot change. */
const sentClaim = z
  .object({
    generation: z.int().nonnegative(),
    held: z.array(z.object({ partition: z.int().nonnegative(), since: z.int() })),
  })
  .transform(({ generation, held: owned }): Claim => ({ generation, owned }));

function toSentClaim({ generation, owned: held }: Claim): z.input<typeof sentClaim> {
  return { generation, held: [...held] };
}

/**
 * A partition assigner for the Kafka client: each member sends with its subscription which partitions it owned, and the leader assigns by
 * `assignPartitions`. Where a group reads several topics, the partitions of one number go to one member: of topics "a" and "b" a[3] and b[3].
 */
export function stickyAssigner(ownership: PartitionOwnership): PartitionAssigner {
  return ({ cluster }) => ({
    name: NAME,
    version: VERSION,
    protocol: ({ topics }) => ({
      name: NAME,
      metadata: AssignerProtocol.MemberMetadata.encode({
        version: VERSION,
        topics,
        userData: Buffer.from(JSON.stringify(toSentClaim(ownership.claim()))),
      }),
    }),
    assign: async ({ members, topics }) => {
      const counts = topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length] as const);
      const partitionsByMember = assignPartitions(
        members.map(toClaimingMember),
        Math.max(0, ...counts.map(([, count]) => count)),
      );
      const assigned = [...partitionsByMember].map(([memberId, owned]) => {
        const numbers = owned.map(({ partition }) => partition);
        const assignment = Object.fromEntries(
          counts.map(([topic, count]) => [topic, numbers.filter((partition) => partition < count)]),
        );
        const encoded = { version: VERSION, assignment, userData: Buffer.alloc(0) };
        return { memberId, memberAssignment: AssignerProtocol.MemberAssignment.encode(encoded) };
      });
      return Promise.resolve(assigned);
    },
  });
}

function toClaimingMember({
  memberId,
  memberMetadata,
}: {
  readonly memberId: string;
  readonly memberMetadata: Buffer;
}): ClaimingMember {
  return {
    id: memberId,
    ...contain(
      () => readClaim(memberMetadata),
      () => NO_CLAIM,
    ),
  };
}

/** What a member says it owned; nothing where that cannot be read: it is then assigned what the others leave. */
function readClaim(metadata: Buffer): Claim {
  const userData = AssignerProtocol.MemberMetadata.decode(metadata)?.userData;
  const read = userData === undefined ? undefined : sentClaim.safeParse(JSON.parse(userData.toString("utf8")));
  return read?.success === true ? read.data : NO_CLAIM;
}
