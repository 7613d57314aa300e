import type { Decoded } from "../../models/decoded";
import type { Instant } from "../../models/instant";
import type { Policy } from "../../models/policy";
import type { PolicySwitch } from "../../models/policy-switch";
import { partitionFor } from "../partitioner";
import { Policies } from "../store/policies";
import type { RecordOutcome } from "../ports";
import type { Final } from "./finals";
import { ReferencePartition } from "./partition";

/**
 * The reference: what the engine comes to, as plainly as it can be said. It keeps every accepted record and, whenever it is
 * asked what stands, sorts, folds, lays out and derives all of a conversation anew. The engine must come to the same.
 *
 * Its own are: which partition a conversation lives in, which records are late, where a record without an instant counts, when a
 * conversation is over and forgotten, which policy it goes by, and what of it stands. With the engine it shares only what a definition is: reducers,
 * layouts, measurements and deadlines of one communication, the view, stream time and its leaps (`StreamTime`), the order of
 * records of one instant (`sortSameInstant`), and when a lifecycle ends (`lifecycle-end`).
 *
 * It has no packing, no sealing, no hibernation, no eviction records, no batches, nothing that is kept from one derivation for
 * the next. Left out too are revisions and retractions, `advance`, faults of our own, and bounds: it folds a conversation
 * however long it is. All records are in memory but those of conversations that are forgotten.
 */
export class Reference {
  private readonly partitions = new Map<number, ReferencePartition>();
  /** What stands of conversations that are forgotten. */
  private readonly forgotten: Final[] = [];

  constructor(private readonly policy: Policy) {}

  /** Takes the next record of the log, and says what became of it; a dated repeat counts as folded. */
  take(record: Decoded): RecordOutcome {
    if (record.kind === "ignored" && record.policySwitch !== undefined) this.switchPolicy(record.policySwitch);
    if (record.kind !== "observations") return record.kind;
    const { conversationId, partition } = record;
    const given = this.partitionAt(partition ?? partitionFor(conversationId));
    const home = partition === undefined ? given : this.homeOf(conversationId, given);
    return home.take(record);
  }

  private switchPolicy(change: PolicySwitch): void {
    this.partitionAt(change.partition, change.from === "start" ? [change] : []).switchPolicy(change);
  }

  /** The latest instant of any partition; -Infinity where none has one. */
  latest(): Instant {
    return Math.max(-Infinity, ...[...this.partitions.values()].map(({ time }) => time.stream));
  }

  /** What stands, by kind and id, as of an instant; as of the time of each partition where none is given. */
  finals(asOf = -Infinity): ReadonlyMap<string, Final> {
    const known = [...this.partitions.values()].flatMap((one) => one.finals(Math.max(asOf, one.time.asOf)));
    return new Map([...this.forgotten, ...known].map((final) => [`${final.type} ${final.id}`, final]));
  }

  /** A conversation stays where it was first seen, wherever its further records lie, until it is forgotten. */
  private homeOf(conversationId: string, given: ReferencePartition): ReferencePartition {
    if (given.knows(conversationId)) return given;
    return [...this.partitions.values()].find((other) => other.knows(conversationId)) ?? given;
  }

  private partitionAt(number: number, switches: readonly PolicySwitch[] = []): ReferencePartition {
    const onForgotten = (finals: readonly Final[]) => this.forgotten.push(...finals);
    const known =
      this.partitions.get(number) ?? new ReferencePartition(new Policies(this.policy, switches), onForgotten);
    this.partitions.set(number, known);
    return known;
  }
}
