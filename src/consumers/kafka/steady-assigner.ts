import type { PartitionAssigner } from "kafkajs";
import { z } from "zod";

import { contain } from "../../models/fault";
import { assignPartitions, type ClaimingMember } from "../live/group/assign-partitions";
import type { Holdings } from "../live/group/holdings";
import { AssignerProtocol } from "./mended-client";

const VERSION = 1;
const NAME = "convofold-steady";

const claim = z.object({
  generation: z.int().nonnegative(),
  held: z.array(z.object({ partition: z.int().nonnegative(), since: z.int() })),
});
type Claim = z.infer<typeof claim>;

const NO_CLAIM: Claim = { generation: 0, held: [] };

/**
 * Assigns the partitions of a group by what each member says it had: see `assignPartitions`. Of several topics the partitions of one
 * number go to one member.
 */
export function steadyAssigner(holdings: Holdings): PartitionAssigner {
  return ({ cluster }) => ({
    name: NAME,
    version: VERSION,
    protocol: ({ topics }) => ({
      name: NAME,
      metadata: AssignerProtocol.MemberMetadata.encode({
        version: VERSION,
        topics,
        userData: Buffer.from(JSON.stringify(holdings.claim())),
      }),
    }),
    assign: async ({ members, topics }) => {
      const counts = topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length] as const);
      const partitionsByMember = assignPartitions(
        members.map(toClaimingMember),
        Math.max(0, ...counts.map(([, count]) => count)),
      );
      const assigned = [...partitionsByMember].map(([memberId, held]) => {
        const numbers = held.map(({ partition }) => partition);
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

/** What a member says that it had; nothing where it cannot be read: then it gets what others leave. */
function readClaim(metadata: Buffer): Claim {
  const userData = AssignerProtocol.MemberMetadata.decode(metadata)?.userData;
  const read = userData === undefined ? undefined : claim.safeParse(JSON.parse(userData.toString("utf8")));
  return read?.success === true ? read.data : NO_CLAIM;
}
