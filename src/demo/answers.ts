import { answerConversations, answerRange, conversationQuery, rangeQuery } from "../board/state/queries";
import type { Playback } from "./playback";

/** Answers what the views ask for, as the server of a board does. Throws what to say where it cannot. */
export function answer(playback: Playback, path: string): unknown {
  const { pathname, searchParams } = new URL(path, "http://page/");
  const [, list, id, part] = pathname.split("/");
  if (list === "rejects") return playback.state.recentRejects();
  if (list === "range") {
    const query = rangeQuery.parse(Object.fromEntries(searchParams));
    return answerRange(playback.state, query, playback.now());
  }
  if (list !== "conversations") throw new Error("This page has no server: what it shows is all that there is.");
  if (id === undefined) {
    const query = conversationQuery.parse(Object.fromEntries(searchParams));
    return answerConversations(playback.state, query);
  }
  const conversationId = decodeURIComponent(id);
  const found = part === "evidence" ? playback.evidence(conversationId) : playback.view(conversationId);
  if (found === undefined) throw new Error("It is not in the log, or it comes later: move the clock on.");
  return found;
}
