import type { Difference } from "./difference";
import type { ConversationPair } from "./subject";

interface Draft {
  /** The conversations that have it on one side alone. */
  ours?: string;
  platform?: string;
}

/** Sessions that one side has in one conversation, and the other in another, as where two were merged. */
export class LoneSessions {
  private readonly drafts = new Map<string, Draft>();
  /** By conversation: the keys of each of its sessions, where one side does not have it. */
  private readonly ofWhole = new Map<string, readonly (readonly string[])[]>();

  take({ ours, platform, sessions }: ConversationPair): void {
    const id = ours?.id ?? platform?.id ?? "";
    const lone: (readonly string[])[] = [];
    for (const session of sessions) {
      const { parties, sessions: theirs, pairs } = session;
      const isOurs = parties.length > 0 || pairs.some((pair) => pair.ours !== undefined);
      if (isOurs === theirs.length > 0) continue;
      const keys = keysOf(session);
      for (const key of keys) {
        const draft = this.drafts.get(key) ?? {};
        this.drafts.set(key, draft);
        draft[isOurs ? "ours" : "platform"] = id;
      }
      if (pairs.length > 0) lone.push(keys);
    }
    if (ours === undefined || platform === undefined) this.ofWhole.set(id, lone);
  }

  /** A difference with that as its cause, where it is that; itself otherwise. */
  explained(difference: Difference): Difference {
    const { conversationId, status, metric } = difference;
    if (conversationId === null || status === "different") return difference;
    const sessions = metric === "conversation" ? (this.ofWhole.get(conversationId) ?? []) : [keysOf(difference)];
    const elsewhere = sessions.map((keys) => this.otherOf(keys, status));
    const [other] = elsewhere;
    if (other === undefined || elsewhere.includes(undefined)) return difference;
    const side = status === "missing" ? "Convofold" : "The platform";
    const what = metric === "conversation" ? "its sessions" : "the session";
    const named = [...new Set(elsewhere)].join(", ");
    return { ...difference, cause: "otherConversation", why: `${side} has ${what} in conversation ${named}.` };
  }

  private otherOf(keys: readonly string[], status: "missing" | "extra"): string | undefined {
    for (const key of keys) {
      const { ours, platform } = this.drafts.get(key) ?? {};
      if (ours === undefined || platform === undefined || ours === platform) continue;
      return status === "missing" ? ours : platform;
    }
    return undefined;
  }
}

/** By what both sides know a session: its id, and where the records have none, its participant and medium. */
function keysOf(session: Record<"sessionId" | "participantId" | "mediaType", string | null | undefined>): string[] {
  const { sessionId, participantId, mediaType } = session;
  return [...(sessionId == null ? [] : [sessionId]), `${participantId ?? ""}:${mediaType ?? ""}`];
}
