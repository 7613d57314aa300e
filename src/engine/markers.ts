import type { Instant } from "../models/instant";
import type { Finished } from "./chapter";
import { ReminderHeap } from "./heap";
import type { Means } from "./means";
import { PackedMarker, packFinished, unpackFinished } from "./packing/packed-marker";

/** What is remembered of a conversation that was let go. */
export interface Marker {
  readonly finished: Finished;
  readonly revision: number;
  /** News up to here belong to what was let go. */
  readonly until: Instant;
}

/** The markers of a partition: each is kept while an instant that belongs to it may still be accepted. */
export class Markers {
  private readonly markers = new Map<string, PackedMarker>();
  private readonly expiry = new ReminderHeap<string>((id) => id);
  private changed = new Set<string>();

  constructor(
    private readonly latenessMs: number,
    private readonly means: Means,
  ) {}

  /** What is remembered of a conversation, if an instant still belongs to it. */
  recall(conversationId: string, at: Instant): Marker | undefined {
    const marker = this.markers.get(conversationId);
    return marker !== undefined && at <= marker.until ? this.unpack(marker) : undefined;
  }

  /** Whether one is kept at an instant of stream time. */
  has(conversationId: string, streamTime: Instant): boolean {
    const marker = this.markers.get(conversationId);
    return marker !== undefined && marker.until + this.latenessMs >= streamTime;
  }

  keep(conversationId: string, marker: Marker): void {
    const { finished, revision, until } = marker;
    this.forget(conversationId);
    const packed = new PackedMarker(revision, until);
    const bytes = packFinished(finished);
    this.means.store.append(packed, bytes, bytes.length);
    this.markers.set(conversationId, packed);
    if (this.means.tracksChanges) this.changed.add(conversationId);
    this.expiry.push(marker.until + this.latenessMs, conversationId);
  }

  /** Forgets those that nothing accepted from now on can belong to. */
  expire(streamTime: Instant): void {
    for (let old = this.expiry.popBefore(streamTime); old !== undefined; old = this.expiry.popBefore(streamTime)) {
      if (this.has(old.value, streamTime) || !this.forget(old.value)) continue;
      if (this.means.tracksChanges) this.changed.add(old.value);
    }
  }

  /** Those that changed since the last time; undefined for one that is gone. */
  takeChanges(): (readonly [string, Marker | undefined])[] {
    const changes = [...this.changed].map((id) => {
      const marker = this.markers.get(id);
      return [id, marker && this.unpack(marker)] as const;
    });
    this.changed = new Set();
    return changes;
  }

  count(): number {
    return this.markers.size;
  }

  all(): readonly (readonly [string, Marker])[] {
    return [...this.markers].map(([id, marker]) => [id, this.unpack(marker)] as const);
  }

  private forget(conversationId: string): boolean {
    const marker = this.markers.get(conversationId);
    if (marker !== undefined) this.means.store.release(marker);
    return this.markers.delete(conversationId);
  }

  private unpack(marker: PackedMarker): Marker {
    const { revision, until } = marker;
    return { finished: unpackFinished(this.means.store.read(marker)), revision, until };
  }
}
