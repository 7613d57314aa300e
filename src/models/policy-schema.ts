import { z } from "zod";

import { RULE_FIELDS, RUN_FIELDS } from "./policy-fields";
import { POLICY_REACHES, type PolicySwitch } from "./policy-switch";
import type { PolicyValues } from "./policy-values";
import { isZoneName } from "./zone-name";

const span = z.number().nonnegative();
const rules = z.strictObject(Object.fromEntries(RULE_FIELDS.map(({ name }) => [name, span.nullable().optional()])));
const rulesByMedium = z.record(z.string(), rules);
/** By id, which may be any text: a record would lose `__proto__`. */
const byId = <Rules extends z.ZodType>(one: Rules) =>
  z
    .preprocess(
      (value) => (typeof value === "object" && value !== null ? new Map(Object.entries(value)) : value),
      z.map(z.string(), one),
    )
    .transform((found) => Object.fromEntries(found));
const queues = byId(rules.extend({ media: rulesByMedium }));

/** A zone that this Node does not know, of newer data: deadlines cannot be worked out by it. */
const zone = z.string().refine(isZoneName, "is no time zone that this Node knows");

const callingRules = z.strictObject({
  callingCalendar: z.string().nullable().optional(),
  businessCalendar: z.string().nullable().optional(),
  zone: zone.optional(),
});
const dayWindow = z.strictObject({ from: span, to: span });
const callingPolicy = z.strictObject({
  calendars: z.array(
    z.strictObject({
      name: z.string(),
      zone: zone.optional(),
      week: z.array(z.array(dayWindow)),
      holidays: z.array(z.int()),
    }),
  ),
  defaults: callingRules,
  queues: byId(callingRules),
});

/** Reads values that were kept. */
export const policyValues: z.ZodType<PolicyValues> = z.strictObject({
  run: z.strictObject(Object.fromEntries(RUN_FIELDS.map(({ name }) => [name, span]))),
  defaults: rules,
  media: rulesByMedium,
  queues,
  calleeZones: z.literal(true).optional(),
  calling: callingPolicy.optional(),
}) as unknown as z.ZodType<PolicyValues>;

/** Reads a switch that was kept. */
export const policySwitch: z.ZodType<PolicySwitch> = z.object({
  partition: z.int().nonnegative(),
  offset: z.int().nonnegative(),
  from: z.enum(["start", ...POLICY_REACHES]),
  digest: z.string(),
  values: policyValues,
});
