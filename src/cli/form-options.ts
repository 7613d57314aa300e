import { Option, type Command } from "commander";

const FORMS = ["table", "csv", "json"] as const;

/** Where an answer goes. */
export interface PlaceOptions {
  readonly out?: string | undefined;
  readonly force?: boolean;
}

/** What commands take that answer in one of several forms. */
export interface FormOptions extends PlaceOptions {
  readonly format: (typeof FORMS)[number];
}

/** Adds the options of commands that answer in one of several forms; `more`: further ones that a command has. */
export function addFormOptions(command: Command, more: readonly string[] = []): Command {
  return command
    .addOption(new Option("--format <form>", "how it is written").choices([...FORMS, ...more]).default("table"))
    .option("-o, --out <file>", "write it into this file")
    .option("-f, --force", "replace the file if it exists");
}
