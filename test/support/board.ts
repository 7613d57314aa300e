import type { BoardRules } from "../../src/board/state/board-rules";
import { BoardState } from "../../src/board/state/board-state";
import type { Decoded } from "../../src/models/decoded";
import { simulate, USUAL_OPTIONS, type SimulationOptions } from "../../src/consumers/simulation/player";
import { createRecordReader } from "../../src/decoding/bytes/record-reader";
import type { ConversationRecord } from "../../src/models/view";

export const RULES: BoardRules = { windowMs: 365 * 86_400_000, shortAbandonMs: () => 5000, endedMax: 100_000 };

/** The lines of a simulated log. */
export function simulatedLines(options: Partial<SimulationOptions>): string[] {
  return [...simulate({ ...USUAL_OPTIONS, ...options })].flatMap((output) => ("line" in output ? [output.line] : []));
}

/** Decodes lines in the way that logs are read. */
export function decodeLines(lines: readonly string[]): Decoded[] {
  const reader = createRecordReader();
  return lines.map((line, index) => {
    const bytes = Buffer.from(line);
    return reader.read(bytes, 0, bytes.length, () => ({ file: "log", line: index + 1 }));
  });
}

/** A board that was given views. */
export function boardOf(views: readonly ConversationRecord[], rules: Partial<BoardRules> = {}): BoardState {
  const state = new BoardState({ ...RULES, ...rules });
  for (const view of views) state.take(view, undefined);
  return state;
}
