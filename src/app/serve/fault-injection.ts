import { AppError } from "../../models/app-error";
import { PHASES, type DuringPhase, type Phase } from "../../consumers/live/port/phases";

/** A fault that a trial places: at which beginning of a phase, how long after it, and which. */
interface PlacedFault {
  readonly signal: "SIGKILL" | "SIGSTOP";
  readonly phase: Phase;
  readonly nth: number;
  readonly afterMs: number;
}

const SIGNALS = { kill: "SIGKILL", freeze: "SIGSTOP" } as const;

/** No fault: the work is done and nothing else. */
const undisturbed: DuringPhase = async (_phase, work) => work();

/**
 * For trials of what happens when a worker dies or freezes within a phase: `kill:commit:3:2` kills it 2 ms into the third
 * commit, if that still goes on then, else into a later one. `onFault` is called just before. Nothing where no text is given.
 */
export function injectFault(
  text: string | undefined,
  onFault: (phase: Phase, signal: string) => void,
  kill: (signal: string) => void = (signal) => process.kill(process.pid, signal),
): DuringPhase {
  if (text === undefined) return undisturbed;
  const fault = parse(text);
  let begun = 0;
  let isDone = false;
  return async (phase, work) => {
    if (phase !== fault.phase || isDone) return work();
    begun += 1;
    if (begun < fault.nth) return work();
    const timer = setTimeout(() => {
      if (isDone) return;
      isDone = true;
      onFault(phase, fault.signal);
      kill(fault.signal);
    }, fault.afterMs);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  };
}

function parse(text: string): PlacedFault {
  const [kind = "", name = "", nth = "", after = "0"] = text.split(":");
  const phase = PHASES.find((one) => one === name);
  const signal = SIGNALS[kind as keyof typeof SIGNALS] as PlacedFault["signal"] | undefined;
  if (phase === undefined || signal === undefined || !(Number(nth) > 0) || !(Number(after) >= 0)) {
    const phases = PHASES.join(", ");
    throw new AppError(
      "wrongUse",
      `CONVOFOLD_FAULT="${text}" is no fault.`,
      `Write kill|freeze:PHASE:NTH:MS; phases: ${phases}.`,
    );
  }
  return { signal, phase, nth: Number(nth), afterMs: Number(after) };
}
