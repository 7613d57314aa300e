import type { TableReport } from "../answers/report";
import type { ExitCode } from "./exit-code";
import { printError, visible } from "./print";

/** Says which checks of a table do not hold, where whoever reads only the numbers would not see it. */
export function tellChecks({ checks }: Pick<TableReport, "checks">): ExitCode {
  const broken = checks.filter(({ violations }) => violations.length > 0);
  for (const { name, meaning, violations } of broken) {
    const [first = ""] = violations;
    printError(`The check "${name}" does not hold (${meaning}), first: ${visible(first)}\n`);
  }
  return broken.length > 0 ? 1 : 0;
}
