import { InvalidArgumentError, Option } from "commander";

const USUAL: readonly string[] = ["participant-updates"];

/** The topics of an input: one, or several by naming the option again. */
export function topicOption(meaning: string): Option {
  return new Option("--topic <name>", `${meaning}; repeated, several that are folded together`)
    .default(USUAL, USUAL[0])
    .argParser((name: string, before: readonly string[]) => {
      if (name === "" || name.includes(",")) throw new InvalidArgumentError("The name of one topic is wanted.");
      return before === USUAL ? [name] : [...before, name];
    });
}
