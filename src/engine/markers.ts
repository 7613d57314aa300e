import type { Instant } from "../models/instant";
import type { Finished } from "./chapter";
import { ReminderHeap } from "./heap";

/** What is remembered of a conversation that was let go. */
export interface Marker {
  readonly finished: Finished;
  readonly revision: number;
  /** News up to here belong to what was let go. */
  readonly until: Instant;
}

/** The markers of a partition: each is kept while an instant that belongs to it may still be accepted. */
export class Markers {
  private readonly markers = new Map<string, Marker>();
  private readonly expiry = new ReminderHeap<string>((id) => id);
  private changed = new Set<string>();

  /** `tracksChanges`: whoever keeps markers elsewhere will ask which changed. */
  constructor(
    private readonly latenessMs: number,
    private readonly tracksChanges: boolean,
  ) {}

  /** What is remembered of a conversation, if an instant still belongs to it. */
  recall(conversationId: string, at: Instant): Marker | undefined {
    const marker = this.markers.get(conversationId);
    return marker !== undefined && at <= marker.until ? marker : undefined;
  }

  /** Whether one is kept at an instant of stream time. */
  has(conversationId: string, streamTime: Instant): boolean {
    const marker = this.markers.get(conversationId);
    return marker !== undefined && marker.until + this.latenessMs >= streamTime;
  }

  keep(conversationId: string, marker: Marker): void {
    this.markers.set(conversationId, marker);
    if (this.tracksChanges) this.changed.add(conversationId);
    this.expiry.push(marker.until + this.latenessMs, conversationId);
  }

  /** Forgets those that nothing accepted from now on can belong to. */
  expire(streamTime: Instant): void {
    for (let old = this.expiry.popBefore(streamTime); old !== undefined; old = this.expiry.popBefore(streamTime)) {
      if (this.has(old.value, streamTime) || !this.markers.delete(old.value)) continue;
      if (this.tracksChanges) this.changed.add(old.value);
    }
  }

  /** Those that changed since the last time; undefined for one that is gone. */
  takeChanges(): (readonly [string, Marker | undefined])[] {
    const changes = [...this.changed].map((id) => [id, this.markers.get(id)] as const);
    this.changed = new Set();
    return changes;
  }

  count(): number {
    return this.markers.size;
  }

  all(): readonly (readonly [string, Marker])[] {
    return [...this.markers];
  }
}
