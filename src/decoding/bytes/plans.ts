import { ELEMENTS, type TapeName } from "../../bytes/tape";
import { ENUMS } from "../../models/enums";
import { FACT_NAMES } from "../../models/facts";
import { FOLDED_FIELDS, FOLDED_OBJECTS, type FoldedField } from "../../models/folded-fields";
import { spellingsOf } from "../spellings";
import { CONTEXT } from "./contexts";
import { NameTable } from "./name-table";

/** A folded field under one of its names. A lower `rank` is a better name for its fact. */
export interface FieldPlan {
  /** Tells plans apart: a name that comes twice is noticed by it. */
  readonly number: number;
  readonly field: FoldedField;
  readonly fact: number;
  readonly rank: number;
  readonly values: NameTable<string> | undefined;
}

/** A folded object under one of its names. Its fields have the numbers of their places. */
export interface ObjectPlan {
  readonly context: number;
  readonly fields: readonly (FieldPlan & { readonly name: string })[];
}

/** What to do with the value of a name. */
export type Plan = FieldPlan | ObjectPlan;

const indexByFact: ReadonlyMap<string, number> = new Map(FACT_NAMES.map((name, index) => [name, index]));

/** The values of each enum that are known, as they are usually written. */
const valuesByEnum = Object.fromEntries(
  Object.entries(ENUMS).map(([name, { known }]) => [
    name,
    new NameTable(known.map((value) => [value, value] as const)),
  ]),
);

let planCount = 0;

const fieldPlan = (field: FoldedField, rank: number): FieldPlan => ({
  number: (planCount += 1),
  field,
  fact: indexByFact.get(field.fact) ?? 0,
  rank,
  values: field.enum === undefined ? undefined : valuesByEnum[field.enum],
});

let objectCount = 0;

const objectPlan = (fields: readonly FoldedField[], rank: number): ObjectPlan => ({
  context: CONTEXT.firstObject + objectCount++,
  fields: fields.flatMap((field) =>
    spellingsOf(field.wire).map((name, less) => ({ name, ...fieldPlan(field, rank + less / 10) })),
  ),
});

/** What to do with each name of a participant or communication, in every spelling; ranks as in `read-facts`. */
export const planByName: ReadonlyMap<string, Plan> = new Map(
  [...FOLDED_FIELDS, ...FOLDED_OBJECTS]
    .flatMap((entry, index) =>
      spellingsOf(entry.wire).map((name, spelling): readonly [string, Plan] => {
        const rank = index * 10 + spelling;
        return [name, "fields" in entry ? objectPlan(entry.fields, rank) : fieldPlan(entry, rank)];
      }),
    )
    .reverse(),
);

/** The names of fields in folded objects. */
export const OBJECT_NAMES: readonly TapeName[] = [...planByName.values()].flatMap((plan) =>
  "fields" in plan ? plan.fields.map(({ name }, number) => ({ context: plan.context, name, number })) : [],
);

/** As what the value of a plan is walked over. */
export function enteredBy(plan: Plan): Pick<TapeName, "inObject" | "inList"> {
  if ("fields" in plan) return { inObject: plan.context };
  return plan.field.kind === "zones" || plan.field.kind === "roles" ? { inList: ELEMENTS } : {};
}

/** How many fields there are, each under each of its names. */
export const PLAN_COUNT = planCount;
