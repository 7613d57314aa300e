import type { Instant } from "../../models/instant";
import { EMITTED, type EmittedFinal } from "./emitted";
import type { SavedHead } from "./saved";

/** What must be known of a conversation though nothing comes. */
export abstract class ConversationHead {
  revision = 0;
  /** When one of its deadlines becomes overdue, if nothing comes; Infinity where nothing is owed. */
  dueAt: Instant = Infinity;
  /** When it will be looked at next, to be evicted; Infinity before it is first. */
  quietAt: Instant = Infinity;
  /** For which instants its partition has reminders of it; Infinity where it has none. */
  remindedDueAt: Instant = Infinity;
  remindedQuietAt: Instant = Infinity;
  /** As of when its deadlines were emitted. */
  evaluatedAt: Instant = -Infinity;
  /** Whether all that stands of it was emitted, for an engine that emits finals. */
  emitted: EmittedFinal = EMITTED.nothing;

  constructor(
    readonly id: string,
    /** The number of the policy that it goes by. */
    public policyNumber: number,
  ) {}

  /** Goes by another policy; for one of which nothing derived is in memory. */
  abstract goBy(policyNumber: number): void;

  /** Takes over what another head was. */
  takeHead({
    revision,
    dueAt,
    quietAt,
    evaluatedAt,
    policyNumber = 0,
    emitted = EMITTED.nothing,
  }: Omit<SavedHead, "id">): void {
    Object.assign(this, { revision, dueAt, quietAt, evaluatedAt, emitted });
    if (policyNumber !== this.policyNumber) this.goBy(policyNumber);
  }

  protected head(): Omit<SavedHead, "id"> {
    const { revision, dueAt, quietAt, evaluatedAt, policyNumber, emitted } = this;
    return { revision, dueAt, quietAt, evaluatedAt, policyNumber, emitted };
  }
}
