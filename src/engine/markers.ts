import type { Instant } from "../models/instant";
import type { Finished } from "./chapter";
import { createReminderHeap } from "./heap";

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
  private readonly expiry = createReminderHeap<string>((id) => id);

  constructor(private readonly latenessMs: number) {}

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
    this.expiry.push(marker.until + this.latenessMs, conversationId);
  }

  /** Forgets those that nothing accepted from now on can belong to. */
  expire(streamTime: Instant): void {
    for (let old = this.expiry.popBefore(streamTime); old !== undefined; old = this.expiry.popBefore(streamTime)) {
      if (!this.has(old.value, streamTime)) this.markers.delete(old.value);
    }
  }

  count(): number {
    return this.markers.size;
  }

  all(): readonly (readonly [string, Marker])[] {
    return [...this.markers];
  }
}
