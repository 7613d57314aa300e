import type { ObservationBody } from "../models/decoded";
import { FACT_TABLE, type FactRow } from "../models/fact-table";
import { writeFactValues } from "../models/generated/fact-values";

const isDescriptive = FACT_TABLE.map(({ describes }: FactRow) => describes === true);
const values: unknown[] = FACT_TABLE.map(() => undefined);

/** Whether it describes a communication: by its id, a phase, a date, or something that goes on in it. */
export function describesCommunication({ communicationId, shape, facts }: ObservationBody): boolean {
  if (communicationId !== undefined || shape === "event" || facts.state !== undefined) return true;
  writeFactValues(facts, values);
  return values.some((value, index) => value !== undefined && value !== false && isDescriptive[index] === false);
}
