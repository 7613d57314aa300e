import { modelOf, readDomainTypes, samplesOf } from "../support/domain";

const types = readDomainTypes();

describe("the models of the platform's documents", () => {
  it("knows every type that its streams carry", () => {
    expect(Object.keys(types).filter((type) => modelOf(type) === undefined)).toEqual([]);
    expect(Object.keys(types).length).toBeGreaterThan(250);
  });

  it.each(Object.keys(types))(
    "%s: each field is modelled with its type, and accepted as absent and as null",
    (type) => {
      const model = modelOf(type);
      for (const [field, fieldType] of Object.entries(types[type] ?? {})) {
        const { right, wrong } = samplesOf(fieldType);
        const accepts = (value: unknown) => model?.safeParse({ [field]: value }).success;
        expect({ field, isModelled: field in (model?.shape ?? {}) }).toEqual({ field, isModelled: true });
        expect({ field, right: accepts(right), nothing: accepts(null) }).toEqual({ field, right: true, nothing: true });
        if (!isEitherOr(field)) expect({ field, wrong: accepts(wrong) }).toEqual({ field, wrong: false });
      }
      expect(model?.safeParse({ a_field_of_tomorrow: {} }).success).toBe(true);
    },
  );
});

/** Fields that have two types in the platform's own documents. */
function isEitherOr(field: string): boolean {
  return ["skillExpressionId", "timerStartTime", "timerEndTime"].includes(field) || NOT_MODELLED_INSIDE.includes(field);
}

/** Objects whose inside is not modelled. */
const NOT_MODELLED_INSIDE = ["evaluations", "flowMilestones"];
