import { exportedFrom, type ExportedConversation } from "../../src/consumers/simulation/analytics-export";
import { simulate, USUAL_OPTIONS, type SimulationOptions } from "../../src/consumers/simulation/player";

/** A simulated log, and what the platform would export of it. */
export function simulateWithExport(options: Partial<SimulationOptions>): {
  readonly lines: string[];
  readonly exported: ExportedConversation[];
} {
  const [lines, exported]: [string[], ExportedConversation[]] = [[], []];
  for (const output of simulate({ ...USUAL_OPTIONS, ...options })) {
    if ("line" in output) lines.push(output.line);
    else exported.push(exportedFrom(output.truth, output.communications));
  }
  return { lines, exported };
}
