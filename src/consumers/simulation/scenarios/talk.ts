import type { Communication } from "../communication";
import { createCommunication, end, hold, unhold, type Script } from "../script";
import { join } from "./agents";

/** A span of an agent's work with the customer, from the connect to the end. */
export interface Talk {
  readonly agent: Communication;
  readonly connectedAt: number;
  /** Nothing of it may be seen to happen before. */
  readonly from: number;
  readonly holdsMax: number;
  /** Dialling and contacting before the connect, in ms. */
  readonly effortMs: number;
}

/** Talk and holds up to the end, with what happens besides; returns the end and what was talked and held. */
export function playTalk(script: Script, talk: Talk): { readonly endAt: number; readonly handleMs: number } {
  const { random } = script;
  const { agent, connectedAt } = talk;
  let talkFrom = connectedAt;
  let talkMs = 0;
  let heldMs = 0;
  let lastTalkEnd = connectedAt;
  const talkUntil = (at: number) => {
    script.span(agent, "tTalk", talkFrom, at);
    talkMs += at - talkFrom;
    if (at > talkFrom) lastTalkEnd = at;
  };
  let at = talk.from + random.int(3_000, 40_000);
  let endsHeld = false;
  const holds = random.chance(45) ? 0 : random.int(0, talk.holdsMax);
  for (let left = holds; left > 0; left -= 1) {
    const seenAt = at;
    const startAt = seenAt - random.int(0, 20);
    talkUntil(startAt);
    script.step(seenAt, () => [hold(agent, startAt)]);
    endsHeld = left === 1 && random.chance(15);
    const endAt = seenAt + random.int(1_500, 60_000);
    at = endAt;
    talkFrom = endAt;
    script.span(agent, "tHeld", startAt, endAt);
    heldMs += endAt - startAt;
    if (endsHeld) break;
    script.step(endAt, () => [unhold(agent, endAt)]);
    at = endAt + random.int(2_000, 30_000);
  }
  if (!endsHeld) {
    at = playSmallThings(script, agent, at) + random.int(2_000, 60_000);
    talkUntil(at);
  }
  if (talkMs > 0) script.fact(agent, "tTalkComplete", talkMs, lastTalkEnd);
  if (holds > 0) {
    script.fact(agent, "tHeldComplete", heldMs, at);
    script.fact(agent, "nHeld", 1, at);
    script.fact(agent, "nHolds", holds, at);
  }
  return { endAt: at, handleMs: at - connectedAt + talk.effortMs };
}

/** Things that happen and mean nothing to the numbers: mute, hold music, recording, secure pause, notes. */
function playSmallThings(script: Script, agent: Communication, from: number): number {
  const { random } = script;
  let at = from;
  for (let times = random.int(0, 3); times > 0; times -= 1) {
    at += random.int(500, 6_000);
    const what = random.int(0, 4);
    script.step(at, () => {
      if (what === 0) agent.muted = !agent.muted;
      else if (what === 1) agent.confined = !agent.confined;
      else if (what === 2) agent.recordingState = agent.recordingState === "active" ? "paused" : "active";
      else if (what === 3) agent.securePause = !agent.securePause;
      else agent.note += 1;
      return [agent];
    });
  }
  return at;
}

/** How after-call work goes: its end where there is some, and the truth of `tAcw` and `tHandle`. */
export function playAfterCallWork(script: Script, agent: Communication, endAt: number, handleMs: number): void {
  const { random } = script;
  const kind = chooseWork(script, agent);
  if (kind === "none") return script.fact(agent, "tHandle", handleMs, endAt);
  if (kind === "skipped") {
    script.fact(agent, "tHandle", handleMs, endAt);
    script.step(endAt + random.int(900, 9_000), () => {
      agent.wrapupSkipped = true;
      agent.afterCallWork = { state: "skipped", startedAt: endAt, endedAt: endAt };
      return [agent];
    });
    return;
  }
  const limitMs = agent.wrapupTimeoutMs ?? 90_000;
  const isTimeout = kind === "timeout";
  const workEndAt = endAt + (isTimeout ? limitMs + random.int(0, 40) : random.int(2_500, limitMs - 500));
  script.span(agent, "tAcw", endAt, workEndAt);
  script.fact(agent, "tHandle", handleMs + workEndAt - endAt, workEndAt);
  if (random.chance(12) && workEndAt - endAt > 5_000) saveProvisionally(script, agent, endAt + 2_000);
  script.step(workEndAt + random.int(0, 150), () => completeWork(script, agent, endAt, workEndAt, isTimeout));
  if (!random.chance(3)) return;
  const editedAt = workEndAt + random.int(8_000, 20_000);
  script.step(editedAt, () => completeWork(script, agent, endAt, workEndAt + random.int(1_000, 6_000), false));
}

function chooseWork(script: Script, agent: Communication): "none" | "skipped" | "timeout" | "done" {
  const { random } = script;
  if (agent.wrapupPrompt === "agentRequested" && random.chance(60)) return "none";
  if (agent.wrapupPrompt === "forcedTimeout") return "timeout";
  if (agent.wrapupPrompt === "timeout" && random.chance(20)) return "timeout";
  if (agent.wrapupPrompt === "optional" && random.chance(25)) return "skipped";
  return random.chance(6) ? "none" : "done";
}

/** Marks, at the end of the talk, that after-call work is owed, if the truth will have any. */
export function oweWork(script: Script, agent: Communication, endAt: number): void {
  const isOwed = script.truth.some(
    ({ participantId, name, value, emitDate }) =>
      participantId === agent.participantId && name === "tAcw" && Date.parse(emitDate) - value === endAt,
  );
  if (!isOwed) return;
  agent.wrapupRequired = true;
  agent.afterCallWorkRequired = agent.wrapupPrompt === "agentRequested";
  agent.afterCallWork = { state: "pending", startedAt: endAt, endedAt: undefined };
}

function saveProvisionally(script: Script, agent: Communication, at: number): void {
  script.step(at, () => {
    const code = script.random.pick(script.centre.wrapupCodes);
    agent.wrapup = { code, notes: "", endedAt: undefined, durationSeconds: undefined, provisional: true };
    return [agent];
  });
}

const NOTES = [
  "",
  "resolved",
  'said "urgent"\nsee ticket',
  "Rückruf zugesagt – Kunde wartet",
  "refund\tissued",
  "préférence: e-mail",
];

function completeWork(
  script: Script,
  agent: Communication,
  endAt: number,
  workEndAt: number,
  isTimeout: boolean,
): readonly Communication[] {
  const { random, centre } = script;
  agent.wrapup = {
    code: isTimeout ? centre.timeoutCode : random.pick(centre.wrapupCodes),
    notes: isTimeout ? "" : random.pick(NOTES),
    endedAt: workEndAt,
    durationSeconds: Math.round((workEndAt - endAt) / 1000),
    provisional: false,
  };
  agent.afterCallWork = { state: "complete", startedAt: endAt, endedAt: workEndAt };
  return [agent];
}

/** A supervisor listens in for a while, sometimes coaches, sometimes barges in. */
export function playSupervisor(script: Script, agent: Communication, from: number, until: number): void {
  const { random } = script;
  const joinedAt = from + random.int(1_500, 3_000);
  const leftAt = Math.min(until - 200, joinedAt + random.int(4_000, 40_000));
  if (leftAt - joinedAt < 2_000) return;
  const user = script.someoneElse();
  const supervisor = createCommunication(random, {
    mediaType: agent.mediaType,
    purpose: "user",
    name: user.name,
    userId: user.id,
    state: "connected",
    startedAt: joinedAt,
    connectedAt: joinedAt,
    peerId: agent.peerId,
  });
  supervisor.supervision = { role: "monitored", participantId: agent.participantId, at: joinedAt };
  script.step(joinedAt, () => join(script, supervisor));
  const coachesAt = random.chance(40) ? joinedAt + Math.floor((leftAt - joinedAt) / 2) : undefined;
  script.span(supervisor, "tMonitoring", joinedAt, coachesAt ?? leftAt);
  if (coachesAt !== undefined) {
    const role = random.pick(["coached", "barged"] as const);
    script.span(supervisor, role === "coached" ? "tCoaching" : "tBarging", coachesAt, leftAt);
    script.step(coachesAt, () => {
      supervisor.supervision = { role, participantId: agent.participantId, at: coachesAt };
      return [supervisor];
    });
  }
  script.step(leftAt, () => [end(supervisor, leftAt, "client")]);
}
