import type { Command } from "commander";

/** A command as a shell completes it. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What may stand where no option does, such as a command below this one; files where there is none. */
  readonly words: readonly string[];
}

/** An option as a shell completes it. */
export interface CompletedOption {
  readonly long: string;
  readonly short: string | undefined;
  readonly meaning: string;
  readonly takesValue: boolean;
  /** The values that there are, where they are a list. */
  readonly values: readonly string[];
}

/** The commands of a programme. Those below a command are among its words, with their options. */
export function readCommands(programme: Command): readonly CompletedCommand[] {
  return programme.commands.map((command) => ({
    name: command.name(),
    summary: command.summary() || command.description(),
    options: [command, ...command.commands].flatMap(({ options }) =>
      options.map(({ long, short, description, required, optional, argChoices = [] }) => ({
        long: long ?? "",
        short,
        meaning: description,
        takesValue: required || optional,
        values: argChoices,
      })),
    ),
    words: [
      ...command.commands.map((inner) => inner.name()),
      ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
    ],
  }));
}
