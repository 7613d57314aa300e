import { simulatedCentre } from "../../consumers/simulation/player";
import type { NameBook } from "../../models/name-book";

const QUEUE_NAMES = ["Billing", "Support", "Sales", "Returns", "Claims", "Technical", "Reservations", "Complaints"];

/** The names of the simulated centre's queues, people and wrap-up codes. None of them is real. */
export function simulatedNames(seed: number, queues: number): NameBook {
  const { queueIds, users, wrapupCodes, timeoutCode } = simulatedCentre({ seed, queues });
  return {
    queues: Object.fromEntries(queueIds.map((id, index) => [id, QUEUE_NAMES[index] ?? `Queue ${index + 1}`])),
    users: Object.fromEntries(users.map(({ id, name }) => [id, name])),
    wrapupCodes: {
      ...Object.fromEntries(wrapupCodes.map((id, index) => [id, `Code ${index + 1}`])),
      [timeoutCode]: "Timed out",
    },
  };
}
