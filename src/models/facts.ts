import type { FactTypes } from "./fact-kinds";
import { FACT_TABLE } from "./fact-table";

type Row = (typeof FACT_TABLE)[number];

/**
 * What one observation says about a communication, in one spelling whatever the record's shape: the facts of `FACT_TABLE`. A fact
 * that is not there says nothing. Instants are epoch ms; enums are in the platform's topic spelling, unknown values as they came.
 */
export type Facts = { readonly [Fact in Row as Fact["name"]]?: FactTypes[Fact["kind"]] };

/** The name of a fact. */
export type FactName = Row["name"];

/** The last known value of each plain fact of a communication. */
export type Profile = {
  readonly [Fact in Extract<Row, { readonly plain: number }> as Fact["name"]]: FactTypes[Fact["kind"]] | undefined;
};

/** Every fact, in the order in which `factsFrom` takes them. */
export const FACT_NAMES: readonly FactName[] = FACT_TABLE.map(({ name }) => name);
