import type { Communication } from "./communication";
import { count, spans, stages, type Figure } from "./figures";
import type { Script } from "./script";
import { closed, connectionOf, holdsOf, lengthOf, parkingsOf, talksOf, type ClosedSpan } from "./spans";

/** What is true of a communication, read from its script. */
export function figuresOf(one: Communication): Figure[] {
  const { purpose } = one.sketch;
  const isSupervisor = one.roles.length > 0;
  const figures = isSupervisor ? supervision(one) : (FIGURES_BY_PURPOSE[purpose] ?? []).flatMap((rule) => rule(one));
  return figures.filter(({ name }) => !one.absent.has(name));
}

type Rule = (one: Communication) => Figure[];

/** A short abandon is shorter than this by default. */
const SHORT_ABANDON_MS = 5_000;

const TIMED_PROMPTS: readonly (string | undefined)[] = [undefined, "timeout", "forcedTimeout", "agentRequested"];

function alerting(one: Communication): Figure[] {
  const alerts = stages(one, "alerting");
  const isVain = one.connected === undefined && one.ended !== undefined && one.ended.disconnectType !== "peer";
  return [
    ...spans("tAlert", alerts),
    ...(isVain && one.sketch.purpose === "agent" ? spans("tNotResponding", alerts) : []),
  ];
}

function dialling(one: Communication): Figure[] {
  const first = one.stages.find(({ state }) => state === "dialing");
  return [
    ...spans("tContacting", stages(one, "contacting")),
    ...spans("tDialing", stages(one, "dialing")),
    ...(one.direction === "outbound" ? count("nOutbound", first?.at) : []),
  ];
}

/**
 * One value a talk; their sum is dated at the end of the last. A talk that spans an unseen hold is not known, and where
 * totals are all that tells of one, none is known for sure.
 */
function talk(one: Communication): Figure[] {
  const talks = closed(talksOf(one));
  const last = talks.at(-1);
  const holds = closed(holdsOf(one)).filter(({ from }) => one.unseenHolds.has(from));
  const parkings = closed(parkingsOf(one)).filter(({ from }) => one.unseenParkings.has(from));
  const isHidden = ({ from, to }: ClosedSpan) =>
    holds.some((pause) => pause.from === to || pause.to === from) || parkings.some((pause) => pause.to === from);
  const known = talks.filter((span) => !isHidden(span));
  const each = spans("tTalk", known).map((figure, index): Figure => {
    if (one.inferredFirst && index === 0) return { ...figure, origin: "inferred", optional: true };
    return holds.length > 0 ? { ...figure, optional: true } : figure;
  });
  const sum = one.ended && last ? [{ name: "tTalkComplete", value: lengthOf(talks), at: last.to }] : [];
  return [...each, ...sum.map((figure) => ({ ...figure, origin: originOfSums(one) }))];
}

/** One value a hold; their sum is dated at the end of the communication. */
function hold(one: Communication): Figure[] {
  const holds = closed(holdsOf(one));
  const each = holds
    .filter(({ from }) => !one.unseenHolds.has(from))
    .map(({ from, to }) => ({ name: "tHeld", value: to - from, at: to }));
  const sum = sumAtEnd("tHeldComplete", one, holds);
  return [...each, ...sum.map((figure) => ({ ...figure, origin: originOfSums(one) }))];
}

/** The platform's own totals are all that counts an unseen hold. */
function originOfSums({ unseenHolds }: Communication): Figure["origin"] {
  return unseenHolds.size > 0 ? "reported" : undefined;
}

function parking(one: Communication): Figure[] {
  const parkings = closed(parkingsOf(one));
  const known = parkings.filter(({ from }) => !one.unseenParkings.has(from));
  return [...spans("tPark", known), ...sumAtEnd("tParkComplete", one, parkings)];
}

function sumAtEnd(name: string, { ended }: Communication, all: readonly ClosedSpan[]): Figure[] {
  return ended === undefined || all.length === 0 ? [] : [{ name, value: lengthOf(all), at: ended.at }];
}

/** After-call work, to its first completion; none that was skipped. */
function work(one: Communication): Figure[] {
  const done = workOf(one);
  return done === undefined ? [] : spans("tAcw", closed([done]), originOfWork(one, done));
}

function workOf({ work }: Communication): ClosedSpan | undefined {
  return work?.kind === "done" ? { from: work.startAt, to: work.endAt } : undefined;
}

/** Work that lasted as long as it may was ended by the platform. */
function originOfWork(one: Communication, { from, to }: ClosedSpan): Figure["origin"] {
  const { wrapupTimeoutMs, wrapupPrompt } = one.sketch.limits ?? {};
  const isLimited = wrapupTimeoutMs !== undefined && TIMED_PROMPTS.includes(wrapupPrompt);
  if (isLimited && to - from >= wrapupTimeoutMs) return "timedOut";
  return one.work?.style === "dates" ? "reported" : undefined;
}

/** From connect to end without parkings, and dialling, contacting and after-call work. */
function handling(one: Communication): Figure[] {
  const { ended, connected } = one;
  const done = workOf(one);
  if (ended === undefined) return [];
  const effort = [...stages(one, "contacting"), ...stages(one, "dialing"), ...closed(done ? [done] : [])];
  const value = lengthOf(connectionOf(one)) - lengthOf(closed(parkingsOf(one))) + lengthOf(effort);
  if (value <= 0 || (connected === undefined && effort.length === 0)) return [];
  const isWork = done !== undefined && done.to > done.from;
  return [{ name: "tHandle", value, at: isWork ? Math.max(done.to, ended.at) : ended.at }];
}

/** The wait that this agent's connect ended. */
function answer({ answers, connected }: Communication): Figure[] {
  if (answers === undefined || connected === undefined) return [];
  return connectionOf(answers).map(({ from, to }) => ({ name: "tAnswered", value: to - from, at: connected.at }));
}

function giving({ transfer, ended, consults }: Communication): Figure[] {
  const given = transfer === undefined ? undefined : ended?.at;
  return [
    ...count("nTransferred", given),
    ...(transfer === "blind" ? count("nBlindTransferred", given) : count("nConsultTransferred", given)),
    ...consults.flatMap((at) => count("nConsult", at)),
  ];
}

function failing({ failed, ended }: Communication): Figure[] {
  return failed ? count("nError", ended?.at) : [];
}

/** A wait in a queue and what came of it. */
function waiting(one: Communication): Figure[] {
  const wait = connectionOf(one);
  const isShort = lengthOf(wait) < SHORT_ABANDON_MS;
  return [
    ...count("nOffered", one.connected?.at),
    ...spans("tAcd", wait, "reported"),
    ...(one.outcome === "abandoned" ? spans("tAbandon", wait) : []),
    ...(one.outcome === "abandoned" && isShort ? spans("tShortAbandon", wait) : []),
    ...(one.outcome === "flowOut" ? spans("tFlowOut", wait) : []),
  ];
}

function serving(one: Communication): Figure[] {
  return [...count("nConnected", one.connected?.at), ...spans("tConnected", connectionOf(one), "reported")];
}

/** What was promised to the customer of a callback, and what came of it. */
function promising({ promises, contactAt, begunAt, ended }: Communication): Figure[] {
  const each = promises.flatMap(({ dueAt, madeAt, attemptAt, supersededAt }, index) => {
    const overAt = supersededAt ?? ended?.at;
    const isMissed = attemptAt === undefined && overAt !== undefined && overAt >= dueAt;
    const late = attemptAt === undefined ? [] : [{ at: attemptAt, value: Math.max(0, attemptAt - dueAt) }];
    return [
      ...count("nCallbackScheduled", madeAt),
      ...(index > 0 ? count("nCallbackRescheduled", madeAt) : []),
      ...late.map((lateness) => ({ name: "tCallbackLate", ...lateness })),
      ...(isMissed ? count("nCallbackMissed", overAt) : []),
    ];
  });
  return [...each, ...(contactAt === undefined ? [] : spans("tCallbackWait", [{ from: begunAt, to: contactAt }]))];
}

/** What a supervisor does is neither talk nor handling. The first role counts from the connect. */
function supervision(one: Communication): Figure[] {
  const names = { monitored: "tMonitoring", coached: "tCoaching", barged: "tBarging" } as const;
  return one.roles.flatMap(({ kind, at }, index) => {
    const from = index === 0 ? (one.connected?.at ?? at) : at;
    const to = one.roles[index + 1]?.at ?? one.ended?.at;
    return spans(names[kind], closed([{ from, to }]));
  });
}

const STAFF_RULES: readonly Rule[] = [alerting, dialling, talk, hold, parking, work, handling];

const FIGURES_BY_PURPOSE: Readonly<Record<string, readonly Rule[]>> = {
  agent: [...STAFF_RULES, answer, giving, failing],
  user: STAFF_RULES,
  acd: [waiting],
  ivr: [(one) => spans("tIvr", connectionOf(one), "reported")],
  voicemail: [(one) => spans("tVoicemail", connectionOf(one), "reported")],
  customer: [serving, promising],
  external: [promising],
};

/** Numbers of a script, by communication. */
export function truthOf(script: Script): { readonly one: Communication; readonly figure: Figure }[] {
  return script.communications.flatMap((one) => figuresOf(one).map((figure) => ({ one, figure })));
}
