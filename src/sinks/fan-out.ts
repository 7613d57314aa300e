import type { Outputs } from "../engine/ports";

/** Tells several outputs the same, one after the other. */
export function fanOut(outputs: readonly Outputs[]): Outputs {
  return {
    measurement: (record, before) => outputs.forEach((output) => output.measurement(record, before)),
    deadline: (record, before) => outputs.forEach((output) => output.deadline(record, before)),
    conversation: (record, anomalies) => outputs.forEach((output) => output.conversation(record, anomalies)),
    rejection: (rejection) => outputs.forEach((output) => output.rejection(rejection)),
    fault: (fault) => outputs.forEach((output) => output.fault?.(fault)),
  };
}
