import type { FinalEmission, Outputs, Stage } from "../ports";

/** How some outputs take an emission before it is emitted: in their own way, or by keeping its records. */
export function stageOf(outputs: Outputs): Stage {
  return outputs.stage ?? ((emission) => () => emitFinal(emission, outputs));
}

function emitFinal({ measurements, deadlines, view, anomalies }: FinalEmission, outputs: Outputs): void {
  for (const record of measurements) outputs.measurement(record, undefined);
  for (const record of deadlines) outputs.deadline(record, undefined);
  if (view !== undefined) outputs.conversation(view, anomalies);
}
