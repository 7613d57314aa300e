import { simulatedCentre } from "../../consumers/simulation/player";
import type { NameBook } from "../../models/board";

const QUEUE_NAMES = ["Billing", "Support", "Sales", "Returns", "Claims", "Technical", "Reservations", "Complaints"];

/** The names of the simulated centre's queues and people. None of them is real. */
export function simulatedNames(seed: number, queues: number): NameBook {
  const { queueIds, users } = simulatedCentre({ seed, queues });
  return {
    queues: Object.fromEntries(queueIds.map((id, index) => [id, QUEUE_NAMES[index] ?? `Queue ${index + 1}`])),
    users: Object.fromEntries(users.map(({ id, name }) => [id, name])),
    wrapupCodes: {},
  };
}
