import type { Command } from "commander";
import type { ExitCode } from "./main";
export function addSimulateCommand(_programme: Command, _finish: (code: ExitCode) => void): void {}
