import type { CauseName } from "./causes";
import { UNEXPLAINED } from "./difference";
import { viewsOf, type SessionPair } from "./sessions";

/** What both sides say of a session besides its numbers, where both say something. */
export interface AttributePair {
  readonly metric: "wrapUpCode" | "queueId";
  readonly ours: string;
  readonly platform: string;
  /** Why they differ, where they do. */
  readonly explained: { readonly cause: CauseName | null; readonly why: string };
}

/** The wrap-up code and the queue of a session as both sides have them. Nothing is compared that stands for several sessions. */
export function attributeDifferences(session: SessionPair): AttributePair[] {
  const views = viewsOf(session);
  const [view, detail] = [views[0], session.sessions[0]];
  if (view === undefined || detail === undefined || views.length > 1 || session.sessions.length > 1) return [];
  const edited: AttributePair["explained"] = {
    cause: "editedWrapUp",
    why: "Another wrap-up code was applied after the one that the log shows last.",
  };
  const unknown: AttributePair["explained"] = { cause: null, why: UNEXPLAINED };
  return [
    ...pairOf("wrapUpCode", view.wrapupCode, detail.wrapupCode, edited),
    ...pairOf("queueId", view.queueId, detail.queueId, unknown),
  ];
}

function pairOf(
  metric: AttributePair["metric"],
  ours: string | undefined,
  platform: string | undefined,
  explained: AttributePair["explained"],
): AttributePair[] {
  return ours === undefined || platform === undefined ? [] : [{ metric, ours, platform, explained }];
}
