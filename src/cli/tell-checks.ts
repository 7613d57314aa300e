import type { TableReport } from "../answers/report";
import type { ExitCode } from "./exit-code";
import { printError, visible } from "./print";

/**
 * Says which checks of a table do not hold, where whoever reads only the numbers would not see it. Of a service that goes on writing
 * (`isLive`) that is no fault: what is under way is in one topic before it is in the other.
 */
export function tellChecks({ checks }: Pick<TableReport, "checks">, isLive = false): ExitCode {
  const broken = checks.filter(({ violations }) => violations.length > 0);
  for (const { name, meaning, violations } of broken) {
    const [first = ""] = violations;
    printError(`The check "${name}" does not hold (${meaning}), first: ${visible(first)}\n`);
  }
  if (isLive && broken.length > 0) {
    printError(
      "A service that is writing has numbers in one topic before they are in the other. Report once more when it has caught up.\n",
    );
    return 0;
  }
  return broken.length > 0 ? 1 : 0;
}
