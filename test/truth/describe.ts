import type { Communication } from "./communication";
import type { LogRecord } from "./render/shapes";
import type { Script } from "./script";

/** A script as text, for whoever looks for a difference: one line a communication, times in seconds from the start. */
export function describeScript(script: Script, records: readonly LogRecord[]): string {
  const since = (at: number | undefined) => (at === undefined ? "…" : ((at - script.startAt) / 1000).toFixed(3));
  const lines = script.communications.map((one) => describe(one, since));
  const lost = script.lost.map(({ from, to }) => `  lost from ${since(from)} to ${since(to)}`);
  const moments = records.map(({ at }) => since(at)).join(" ");
  return [`  starts ${new Date(script.startAt).toISOString()}`, ...lines, ...lost, `  records at ${moments}`].join(
    "\n",
  );
}

function describe(one: Communication, since: (at: number | undefined) => string): string {
  const { sketch, connected, ended, work } = one;
  const parts = [
    `${sketch.mediaType} ${sketch.purpose} ${one.participantId.slice(0, 8)}/${one.communicationId.slice(0, 8)}`,
    `${sketch.userId ?? "-"} ${sketch.queueId ?? "-"}`,
    `begun ${since(one.begunAt)}`,
    ...one.stages.map(({ state, at }) => `${state} ${since(at)}`),
    ...(connected ? [`connected ${since(connected.at)}`] : []),
    ...one.held.map(({ from, to }) => `held ${since(from.at)}–${since(to)}`),
    ...one.parkings.map(({ from, to }) => `parked ${since(from.at)}–${since(to)}`),
    ...one.roles.map(({ kind, at }) => `${kind} ${since(at)}`),
    ...one.promises.map(({ dueAt, madeAt }) => `promised ${since(dueAt)} at ${since(madeAt)}`),
    ...(ended ? [`ended ${since(ended.at)} ${ended.disconnectType}`] : []),
    ...(work
      ? [`${work.kind} work ${since(work.startAt)}–${since(work.endAt)} shown ${since(work.doneAt)} ${work.style}`]
      : []),
    ...(one.outcome ? [one.outcome] : []),
  ];
  return `  ${parts.join(", ")}`;
}
