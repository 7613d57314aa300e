import { DEADLINES } from "../deadlines/definitions";
import { stuck } from "../deadlines/stuck";
import { MEASUREMENTS } from "../measurements/definitions";
import type { Manifest } from "./manifest-record";

/** What the numbers and deadlines of this build are. */
export function ownDefinitions(): Pick<Manifest, "measurements" | "deadlines"> {
  return {
    measurements: MEASUREMENTS.map(({ name, unit, meaning }) => ({ name, unit, meaning })),
    deadlines: [...DEADLINES, stuck].map(({ kind, due, metBy }) => ({ kind, due, metBy })),
  };
}
