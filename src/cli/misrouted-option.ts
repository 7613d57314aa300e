import { Option } from "commander";

/** What becomes, or became, of records whose key is not their conversation. */
export function misroutedOption(choices: readonly string[], meaning: string): Option {
  return new Option("--misrouted <choice>", meaning).choices(choices).default("reject");
}
