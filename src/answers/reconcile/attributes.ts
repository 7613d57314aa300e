import type { CauseName, Explanation } from "./causes";
import { UNEXPLAINED } from "./difference";
import { beginOf, viewsOf, type SessionPair } from "./sessions";
import { boundsOf, spelled, type ConversationPair } from "./subject";

/** What both sides say of a session besides its numbers, where both say something. */
export interface AttributePair {
  readonly metric: "wrapUpCode" | "queueId";
  readonly ours: string;
  readonly platform: string;
  /** Why they differ, where they do. */
  readonly explained: { readonly cause: CauseName | null; readonly why: string };
}

/** The wrap-up code and the queue of a session as both sides have them. Nothing is compared that stands for several sessions. */
export function attributeDifferences(session: SessionPair, conversation: ConversationPair): AttributePair[] {
  const views = viewsOf(session);
  const [view, detail] = [views[0], session.sessions[0]];
  if (view === undefined || detail === undefined || views.length > 1 || session.sessions.length > 1) return [];
  const edited: AttributePair["explained"] = {
    cause: "editedWrapUp",
    why: "Another wrap-up code was applied after the one that the log shows last.",
  };
  const outside = outsideLog(session, conversation);
  const unknown: AttributePair["explained"] = outside ?? { cause: null, why: UNEXPLAINED };
  return [
    ...pairOf("wrapUpCode", view.wrapupCode, detail.wrapupCode, edited),
    ...pairOf("queueId", view.queueId, detail.queueId, unknown),
  ];
}

/** A session that began before the log, or went on after it, may have been elsewhere then. */
function outsideLog(session: SessionPair, { log, toleranceMs }: ConversationPair): Explanation | undefined {
  const { from = -Infinity, to = Infinity } = log;
  const begin = beginOf(session);
  const end = boundsOf(session).end.platform ?? -Infinity;
  if (begin < from - toleranceMs)
    return { cause: "outsideLog", why: `Its session began at ${spelled(begin)}, before the log.` };
  if (end > to + toleranceMs)
    return { cause: "outsideLog", why: `Its session ended at ${spelled(end)}, after the log.` };
  return undefined;
}

function pairOf(
  metric: AttributePair["metric"],
  ours: string | undefined,
  platform: string | undefined,
  explained: AttributePair["explained"],
): AttributePair[] {
  return ours === undefined || platform === undefined ? [] : [{ metric, ours, platform, explained }];
}
