import { createKafkaLog } from "../../../src/consumers/kafka/kafka-log";
import { createTopics } from "../../../src/consumers/kafka/topic-creation";
import type { GroupMember } from "../../../src/consumers/live/port/port";
import { describeWithKafka, sleep, startCluster, type Cluster } from "../../support/kafka";

const TOPIC = "steady-input";
const PARTITIONS = 8;
const WORKERS = 3;
const UNTIL_MS = 60_000;

let cluster: Cluster;

/** A member of the group that reads nothing. */
class Member {
  partitions: readonly number[] = [];
  /** Whether the group has answered it since it was given partitions: it knows the generation then. */
  hasHeard = false;
  private readonly member: GroupMember;

  constructor() {
    const access = { brokers: [cluster.brokers], clientId: "steady", ssl: undefined, sasl: undefined };
    const nothing = () => undefined;
    const log = createKafkaLog(access, { info: nothing, warn: nothing, error: nothing });
    this.member = log.createMember(
      { groupId: "steady", topics: [TOPIC], sessionMs: 10_000 },
      {
        onJoined: (partitions) => Object.assign(this, { partitions, hasHeard: false }),
        onRebalancing: () => (this.partitions = []),
        onHeartbeat: () => (this.hasHeard = true),
        onCrashed: nothing,
        onFetched: () => true,
        onSkipped: nothing,
        isStaying: () => true,
        whenFetchable: async () => Promise.resolve(),
      },
    );
  }

  async start(): Promise<this> {
    await this.member.start();
    return this;
  }

  async leave(): Promise<void> {
    await this.member.leave();
    this.partitions = [];
  }
}

/** Who has what, once every partition has an owner and nobody has two more than another. */
async function settled(members: readonly Member[]): Promise<ReadonlyMap<number, Member>> {
  for (const end = Date.now() + UNTIL_MS; Date.now() < end; await sleep(100)) {
    const lengths = members.map(({ partitions }) => partitions.length);
    const owners = new Map(members.flatMap((one) => one.partitions.map((partition) => [partition, one] as const)));
    const isKnown = members.every(({ hasHeard }) => hasHeard);
    if (isKnown && owners.size === PARTITIONS && Math.max(...lengths) - Math.min(...lengths) <= 1) return owners;
  }
  throw new Error("the group did not come to rest");
}

describeWithKafka("a group whose members are started anew one after the other", () => {
  beforeAll(async () => {
    cluster = await startCluster();
    const admin = cluster.kafka.admin();
    await admin.connect();
    await createTopics(admin, [{ topic: TOPIC, numPartitions: PARTITIONS }]);
    await admin.disconnect();
  }, 120_000);

  let members: Member[] = [];
  afterEach(async () => {
    await Promise.all(members.map(async (one) => one.leave()));
  });
  afterAll(async () => cluster.stop());

  it("moves each partition at most twice, and leaves who stays what it had", async () => {
    for (let started = 0; started < WORKERS; started += 1) {
      members.push(await new Member().start());
      await settled(members);
    }
    const moves = new Map<number, number>();
    let before = await settled(members);
    const note = (after: ReadonlyMap<number, Member>) => {
      for (const [partition, owner] of after)
        if (before.get(partition) !== owner) moves.set(partition, (moves.get(partition) ?? 0) + 1);
      before = after;
    };
    for (const old of [...members]) {
      await old.leave();
      members = members.filter((one) => one !== old);
      note(await settled(members));
      members.push(await new Member().start());
      note(await settled(members));
    }

    expect(Math.max(...moves.values())).toBeLessThanOrEqual(2);
  }, 180_000);
});
