import { exportedFrom, type ExportedConversation } from "../../src/consumers/simulation/analytics-export";
import { simulate, USUAL_ORDER, type SimulationOrder } from "../../src/consumers/simulation/player";

/** A simulated log, and what the platform would export of it. */
export function simulateWithExport(order: Partial<SimulationOrder>): {
  readonly lines: string[];
  readonly exported: ExportedConversation[];
} {
  const [lines, exported]: [string[], ExportedConversation[]] = [[], []];
  for (const output of simulate({ ...USUAL_ORDER, ...order })) {
    if ("line" in output) lines.push(output.line);
    else exported.push(exportedFrom(output.truth, output.legs));
  }
  return { lines, exported };
}
