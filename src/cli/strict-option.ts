/** Spells the option that makes lost records a failure, for every command that reads a log. */
export const STRICT_OPTION = [
  "--strict",
  "exit code 1 where more than 1 % of the records are late or rejected",
] as const;
