import { isAcrossOutputs } from "../answers/checks";
import type { TableReport } from "../answers/report";
import type { ExitCode } from "./exit-code";
import { printError, visible } from "./print";

/**
 * Says which checks of a table do not hold, where whoever reads only the numbers would not see it. Of a service that goes on writing
 * (`isLive`) it is no fault where two topics differ: what is under way is in one before it is in the other.
 */
export function printBrokenChecks({ checks }: Pick<TableReport, "checks">, isLive = false): ExitCode {
  const broken = checks.filter(({ violations }) => violations.length > 0);
  for (const { name, meaning, violations } of broken) {
    const [first = ""] = violations;
    printError(`The check "${name}" does not hold (${meaning}), first: ${visible(first)}\n`);
  }
  const excused = isLive ? broken.filter(isAcrossOutputs) : [];
  if (excused.length > 0) {
    printError(
      "A service that is writing has numbers in one topic before they are in the other. Report once more when it has caught up.\n",
    );
  }
  return broken.length > excused.length ? 1 : 0;
}
