import type { Communication } from "../communication";
import type { Medium } from "../life";
import type { Script } from "../script";
import { sightOf, type Sight } from "../sight";
import {
  callbackOf,
  errorOf,
  iso,
  joinedAt,
  limitsOf,
  supervisionOf,
  workOfParticipant,
  wrapupOf,
  type Json,
} from "./flat";
import { segmentsOf } from "./segments";

/** The last word of a medium's topic, and the array of a participant that holds its communications. */
export const TOPIC_WORDS: Readonly<Record<Medium, string>> = {
  call: "calls",
  callback: "callbacks",
  chat: "chats",
  email: "emails",
  message: "messages",
};

/** What a nested body shows beside the rest: the dates of REST bodies, and the segments of some of them. */
export interface NestedStyle {
  readonly rest: boolean;
  readonly segments: boolean;
}

/** Every participant that has joined by a moment, with all its communications. */
export function nestedParticipants(script: Script, at: number, style: NestedStyle): Json[] {
  const begun = script.communications.filter(({ begunAt }) => begunAt <= at);
  const ids = [...new Set(begun.map(({ participantId }) => participantId))];
  return ids.map((id) =>
    participant(
      script,
      begun.filter(({ participantId }) => participantId === id),
      at,
      style,
    ),
  );
}

/** A participant says the facts of its present session: the one that began last. */
function participant(script: Script, own: readonly Communication[], at: number, style: NestedStyle): Json {
  const sights = own.map((one) => ({ one, sight: sightOf(one, at) }));
  const shown = sights.filter((entry): entry is { one: Communication; sight: Sight } => entry.sight !== undefined);
  const latest = shown.at(-1);
  const worker = shown.findLast(({ sight }) => sight.work !== undefined);
  if (latest === undefined) return {};
  const { sketch, participantId } = latest.one;
  const isOver = shown.every(({ sight }) => sight.endedAt !== undefined);
  const media = [...new Set(shown.map(({ one }) => one.sketch.mediaType))];
  return {
    id: participantId,
    ...(style.rest && { startTime: iso(joinedAt(latest.one, script.communications)) }),
    connectedTime: iso(shown.find(({ sight }) => sight.connectedAt !== undefined)?.sight.connectedAt),
    endTime: isOver ? iso(Math.max(...shown.map(({ sight }) => sight.endedAt ?? 0))) : undefined,
    purpose: sketch.purpose,
    userId: sketch.userId,
    queueId: sketch.queueId,
    ...limitsOf(sketch.limits),
    ...(worker && workOfParticipant(worker.sight)),
    ...(worker && script.workAt === "participant" && { wrapup: wrapupOf(worker.sight, style.rest) }),
    ...(style.rest && worker && { wrapupSkipped: worker.sight.work?.state === "skipped" || undefined }),
    ...supervisionOf(latest.sight),
    ...Object.fromEntries(
      media.map((medium) => [
        TOPIC_WORDS[medium],
        shown
          .filter(({ one }) => one.sketch.mediaType === medium)
          .map(({ one, sight }) => communication(script, one, sight, at, style)),
      ]),
    ),
  };
}

function communication(script: Script, one: Communication, sight: Sight, at: number, style: NestedStyle): Json {
  const { mediaType, peer } = one.sketch;
  return {
    id: one.communicationId,
    state: sight.state,
    initialState: sight.initialState,
    direction: one.direction,
    held: sight.held,
    startHoldTime: iso(sight.holdStartedAt),
    disconnectType: sight.disconnectType,
    errorInfo: errorOf(sight),
    peerId: peer?.communicationId,
    ...(style.rest && { startAlertingTime: iso(sight.alertingAt) }),
    ...(style.segments && { segments: segmentsOf(one, at) }),
    connectedTime: iso(sight.connectedAt),
    disconnectedTime: iso(sight.endedAt),
    parkTime: iso(sight.parkedAt),
    resumeTime: iso(sight.resumeAt),
    ...(script.workAt === "communication" && { wrapup: wrapupOf(sight, style.rest), afterCallWork: workOf(sight) }),
    ...(mediaType === "call" && { muted: false, securePause: sight.securePause }),
    ...(mediaType === "callback" && callbackOf(one, sight)),
    ...(mediaType === "chat" && { roomId: "room" }),
  };
}

function workOf({ work }: Sight): Json | undefined {
  if (work?.dated !== true) return undefined;
  return { state: work.state, startTime: iso(work.startAt), endTime: iso(work.endAt) };
}
