import type { Log } from "../../consumers/live/port/log";
import { describeFault, type Fault } from "../../models/fault";
import { FaultLimit } from "../fault-limit";

/**
 * Counts faults of our own, and logs each once, with its place; a flood of one place is cut short for an hour. All are in the
 * metrics, and their records among the dead letters.
 */
export function createFaultLog(
  log: Log,
  count: (fault: Fault) => void,
  limit = new FaultLimit(),
): (fault: Fault) => void {
  return (fault) => {
    count(fault);
    const report = describeFault(fault);
    const admission = limit.admit(report);
    if (admission === "counted") return;
    log.error("a fault was contained", report);
    if (admission === "last") log.warn("further faults of this place are counted, not logged, for an hour");
  };
}
