import { readStateTail } from "../live/state/state-tail";
import type { Successor } from "../live/state/successor";
import type { ClusterClients } from "./cluster";
import { readingOf } from "./kafka-log";

/**
 * Who has taken over from a prefix, by its state: the first partition is marked last. Undefined where nobody has. Throws where the state
 * cannot be read.
 */
export async function successorOf({ kafka, admin }: ClusterClients, state: string): Promise<Successor | undefined> {
  if (!(await admin.listTopics()).includes(state)) return undefined;
  return (await readStateTail(readingOf(kafka, admin), state, 0)).successor;
}
