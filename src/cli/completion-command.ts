import { Argument, type Command } from "commander";

import { SHELLS, type Shell } from "./completion/shells";
import type { ExitCode } from "./exit-code";
import { printOut } from "./print";

const EXAMPLE = `
Examples:
  $ source <(convofold completion bash)             in ~/.bashrc
  $ source <(convofold completion zsh)              in ~/.zshrc, after compinit
  $ convofold completion fish | source              in ~/.config/fish/config.fish`;

/** Adds `completion`: what lets a shell complete commands, options and their values. */
export function addCompletionCommand(programme: Command, finish: (code: ExitCode) => void): void {
  programme
    .command("completion")
    .summary("let the shell complete commands and options")
    .description("Prints a script that lets a shell complete commands, options and their values.")
    .addArgument(new Argument("<shell>", "for which").choices(SHELLS))
    .addHelpText("after", EXAMPLE)
    .action(async (shell: Shell) => {
      const [{ readCommands }, { completionScript }] = await Promise.all([
        import("./completion/read-commands.js"),
        import("./completion/scripts.js"),
      ]);
      printOut(completionScript(shell, readCommands(programme)));
      finish(0);
    });
}
