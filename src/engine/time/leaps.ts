import { canonicalText } from "../../models/canonical-text";
import type { ObservationBody } from "../../models/decoded";
import type { Instant } from "../../models/instant";
import { comparePositions, compareText, type Position } from "../../models/position";
import type { NewsIsland } from "../../models/timeline";
import { hashOf } from "../../models/hash";
import { addActivity } from "./activity";

/** The record of a conversation that reaches furthest ahead: where it lies, and what stands for its content. */
export interface Reach {
  readonly at: Instant;
  readonly position: Position;
  readonly content: string;
}

/** How far a conversation is ahead of stream time, which does not follow it yet. */
export interface Leap {
  readonly conversationId: string;
  /** Its instants ahead, joined where they lie within the leap limit of each other. */
  readonly islands: readonly NewsIsland[];
  readonly furthest: Reach;
}

/**
 * The leaps of a partition that nothing has confirmed yet. What they come to depends on the accepted records alone, not on
 * their order: an instant counts once two conversations reach it, or once stream time comes within the limit of it.
 */
export class Leaps {
  private readonly byConversation = new Map<string, Leap>();

  constructor(private readonly leapMs: number) {}

  size(): number {
    return this.byConversation.size;
  }

  has(conversationId: string): boolean {
    return this.byConversation.has(conversationId);
  }

  all(): readonly Leap[] {
    return [...this.byConversation.values()];
  }

  load(leaps: readonly Leap[]): void {
    this.byConversation.clear();
    for (const leap of leaps) this.byConversation.set(leap.conversationId, leap);
  }

  /** Whether a record is a further one of a conversation that is ahead: elsewhere in the log, and with other content. */
  isFurther(conversationId: string, reach: Reach): boolean {
    const known = this.byConversation.get(conversationId);
    return known !== undefined && isOther(known.furthest, reach);
  }

  /** Adds a record that is ahead. Returns the latest instant that it confirms; -Infinity where it confirms none. */
  add(conversationId: string, reach: Reach): Instant {
    const known = this.byConversation.get(conversationId);
    const furthest = known !== undefined && known.furthest.at >= reach.at ? known.furthest : reach;
    const islands = addActivity(known?.islands ?? [], reach.at, this.leapMs);
    this.byConversation.set(conversationId, { conversationId, islands, furthest });
    let others = -Infinity;
    for (const other of this.byConversation.values())
      if (other.conversationId !== conversationId) others = Math.max(others, other.furthest.at);
    return Math.min(furthest.at, others);
  }

  /** How far a conversation reaches; -Infinity where it is not ahead. */
  reachOf(conversationId: string): Instant {
    return this.byConversation.get(conversationId)?.furthest.at ?? -Infinity;
  }

  /**
   * Follows what lies within the limit of stream time. Returns where stream time then is; `onConfirmed` is called with each
   * conversation that is no longer ahead.
   */
  follow(stream: Instant, onConfirmed: (conversationId: string) => void): Instant {
    let reached = stream;
    for (let before = -Infinity; before < reached;) {
      before = reached;
      for (const leap of this.byConversation.values()) {
        const islands = leap.islands.filter(({ from }) => from > before + this.leapMs);
        if (islands.length === leap.islands.length) continue;
        for (const { from, to } of leap.islands) if (from <= before + this.leapMs) reached = Math.max(reached, to);
        if (islands.length > 0) this.byConversation.set(leap.conversationId, { ...leap, islands });
        else {
          this.byConversation.delete(leap.conversationId);
          onConfirmed(leap.conversationId);
        }
      }
    }
    return reached;
  }
}

/** Whether two records are neither the same one nor one a repeat of the other. */
export function isOther(left: Reach, right: Reach): boolean {
  return comparePositions(left.position, right.position) !== 0 && left.content !== right.content;
}

/** A record of a conversation, as far as the time of its partition depends on it. */
export interface TimedRecord {
  readonly conversationId: string;
  readonly position: Position;
  readonly bodies: readonly ObservationBody[];
}

/** How far a record reaches, with what distinguishes it from others. */
export function reachOf({ position, bodies }: TimedRecord, at: Instant): Reach {
  return { at, position, content: contentOf(bodies) };
}

/** A text that stands for what a record says, whenever and wherever it says it. */
function contentOf(bodies: readonly ObservationBody[]): string {
  const texts = bodies.map(({ participantId, communicationId, mediaType, facts }) =>
    [participantId, communicationId ?? "", mediaType, canonicalText(facts)].join(" "),
  );
  const text = texts.sort(compareText).join("\n");
  return `${String(hashOf(text))}.${String(hashOf(`~${text}`))}`;
}
