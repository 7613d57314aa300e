import { z } from "zod";

import { faultOf, LEVEL_TERMS, platformFormula, type LevelFormula, type LevelTerm } from "../answers/service-levels";

const terms = z.array(z.enum(LEVEL_TERMS as [LevelTerm, ...LevelTerm[]])).min(1);
const sums = z.strictObject({ numerator: terms, denominator: terms });
const switches = z.strictObject({
  platform: z.strictObject({
    includeFlowOuts: z.boolean().optional(),
    excludeShortAbandons: z.boolean().optional(),
    excludeAbandons: z.boolean().optional(),
  }),
});

/** `serviceLevels:` of a policy: formulas by their names, each of counts or the platform's with its switches. */
export const serviceLevelsSchema = z
  .record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,40}$/, "a name is letters and digits, such as ofAnswered"),
    z.union([sums, switches]),
  )
  .transform((byName, context) => {
    const formulas = Object.entries(byName).map(([name, formula]): LevelFormula =>
      "platform" in formula ? platformFormula(name, formula.platform) : { name, ...formula },
    );
    for (const formula of formulas) {
      const fault = faultOf(formula);
      if (fault !== undefined) context.addIssue({ code: "custom", message: fault, path: [formula.name] });
    }
    return formulas;
  });
