import { stageOf } from "../engine/emit/stage";
import type { FinalEmission, Outputs, Stage } from "../engine/ports";
import { describeFault, type FaultReport } from "../models/fault";

/** Tells several outputs the same, one after the other; those that are undefined nothing. */
export function fanOut(all: readonly (Outputs | undefined)[]): Outputs {
  const outputs = all.filter((one) => one !== undefined);
  const stages = outputs.map(stageOf);
  return {
    measurement: (record, before) => outputs.forEach((output) => output.measurement(record, before)),
    deadline: (record, before) => outputs.forEach((output) => output.deadline(record, before)),
    conversation: (record, anomalies) => outputs.forEach((output) => output.conversation(record, anomalies)),
    stage(emission) {
      return emitAll(stagedBy(stages, emission));
    },
    settled: () => outputs.forEach((output) => output.settled?.()),
    rejection: (rejection) => outputs.forEach((output) => output.rejection(rejection)),
    superseded: (emission) => outputs.forEach((output) => output.superseded?.(emission)),
    fault: (fault) => outputs.forEach((output) => output.fault?.(fault)),
  };
}

/**
 * Lets each stage an emission. A function of its own: were the emission used in a closure beside the one that waits for its turn, that
 * would keep it in memory until then, as closures of one function share what they use.
 */
function stagedBy(stages: readonly Stage[], emission: FinalEmission): (() => void)[] {
  return stages.map((stage) => stage(emission));
}

function emitAll(staged: readonly (() => void)[]): () => void {
  return () => staged.forEach((emit) => emit());
}

/** Tells of faults alone, as they are logged; undefined where nobody listens. */
export function faultsTo(onFault: ((fault: FaultReport) => void) | undefined): Outputs | undefined {
  if (onFault === undefined) return undefined;
  const silent = () => undefined;
  return {
    measurement: silent,
    deadline: silent,
    conversation: silent,
    rejection: silent,
    stage: () => silent,
    fault: (fault) => onFault(describeFault(fault)),
  };
}
