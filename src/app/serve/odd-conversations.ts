import type { WorkerStatus } from "../../consumers/live/worker/worker-status";

/** What a gauge shows. */
interface ShownGauge {
  readonly reset: () => void;
  readonly set: ((value: number) => void) & ((labels: Record<string, string>, value: number) => void);
}

/** Makes a gauge that is set whenever it is asked for. */
export type AddGauge = (
  name: string,
  help: string,
  collect: (gauge: ShownGauge) => void,
  labelNames?: string[],
) => void;

/** Conversations that somebody should look at, by their metrics. */
const ODD = [
  ["time_suspect", "timeSuspects", "Conversations ahead of stream time, with nothing to confirm it."],
  ["long_ended", "longEnded", "Conversations that had ended long before they were first seen."],
  ["past_bound", "pastBound", "Conversations that grew past their bound: no sum of them is emitted."],
  ["faulted", "faulted", "Conversations that a fault of convofold itself met."],
] as const;

/** Adds a gauge for each kind of conversation that somebody should look at. */
export function watchOddConversations(gauge: AddGauge, status: () => WorkerStatus): void {
  for (const [kind, name, help] of ODD)
    gauge(`convofold_${kind}_conversations`, help, (one) => one.set(status()[name]));
}
