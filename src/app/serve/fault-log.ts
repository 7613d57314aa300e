import type { Log } from "../../consumers/kafka/client";
import { describeFault, type Fault } from "../../models/fault";

/** So many are logged; those that come after are in the metrics, and among the dead letters. */
const LOGGED_MAX = 1000;

/** Counts faults of our own, and logs each once, with its place; a flood of them is cut short. */
export function createFaultLog(log: Log, count: (fault: Fault) => void): (fault: Fault) => void {
  let logged = 0;
  return (fault) => {
    count(fault);
    logged += 1;
    if (logged <= LOGGED_MAX) log.error("a fault was contained", describeFault(fault));
    else if (logged === LOGGED_MAX + 1) log.warn("further faults are counted, not logged");
  };
}
