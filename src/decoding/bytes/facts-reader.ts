import type { EnumName } from "../../models/enums";
import { ENUMS } from "../../models/enums";
import { FACT_NAMES, type Facts } from "../../models/facts";
import { factsFrom } from "../../models/generated/fact-values";
import { FOLDED_FIELDS, FOLDED_OBJECTS, type FoldedField } from "../../models/folded-fields";
import type { Instant } from "../../models/instant";
import { readEnumValue, type FactsReading } from "../read-facts";
import { spellingsOf } from "../spellings";
import type { IdPool } from "./id-pool";
import { readInstant } from "./instant-text";
import { NameTable } from "./name-table";
import { readZones } from "./read-zones";
import { Kind } from "./kind";
import type { Scanner } from "./scanner";

/** A folded field under one of its names. A lower `rank` is a better name for its fact. */
export interface FieldPlan {
  /** Tells plans apart: a name that comes twice is noticed by it. */
  readonly number: number;
  readonly field: FoldedField;
  readonly fact: number;
  readonly rank: number;
  readonly values: NameTable<string> | undefined;
}

/** A folded object under one of its names. */
export interface ObjectPlan {
  readonly rank: number;
  readonly fields: NameTable<FieldPlan>;
}

export type Plan = FieldPlan | ObjectPlan;

const indexByFact: ReadonlyMap<string, number> = new Map(FACT_NAMES.map((name, index) => [name, index]));
const FAILED = FACT_NAMES.indexOf("failed");
const ERROR_CODE = FACT_NAMES.indexOf("errorCode");

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

/** What to do with each name of a participant or communication, in every spelling; ranks as in `read-facts`. */
export const planByName: ReadonlyMap<string, Plan> = new Map(
  [...FOLDED_FIELDS, ...FOLDED_OBJECTS]
    .flatMap((entry, index) =>
      spellingsOf(entry.wire).map((name, spelling): readonly [string, Plan] => {
        const rank = index * 10 + spelling;
        if (!("fields" in entry)) return [name, fieldPlan(entry, rank)];
        const fields = entry.fields.flatMap((field) =>
          spellingsOf(field.wire).map((inner, less) => [inner, fieldPlan(field, rank + less / 10)] as const),
        );
        return [name, { rank, fields: new NameTable(fields) }];
      }),
    )
    .reverse(),
);
const PLAN_COUNT = planCount;

const NO_VALUES: readonly string[] = [];

/**
 * Gathers the folded fields of one participant or communication from bytes. What it cannot read in the usual way it
 * says by failing the scanner: a fault, a name that comes twice, a list of segments. Its fields are its own working memory.
 */
export class FactsGatherer {
  private readonly values: unknown[] = FACT_NAMES.map(() => undefined);
  private readonly ranks = new Float64Array(FACT_NAMES.length);
  private readonly seen = new Int32Array(PLAN_COUNT + 1);
  private generation = 0;
  private latest: Instant = -Infinity;
  private unknownValues: string[] | undefined;

  constructor(
    private readonly scanner: Scanner,
    private readonly pool: IdPool,
  ) {}

  begin(): void {
    this.values.fill(undefined);
    this.ranks.fill(Infinity);
    this.latest = -Infinity;
    this.unknownValues = undefined;
    this.generation += 1;
  }

  /** Reads the value of a name that is folded, which comes next. Its caller sees that no name comes twice. */
  read(plan: Plan): void {
    const { scanner } = this;
    if (!("fields" in plan)) return this.readField(plan);
    const kind = scanner.kind();
    if (kind === Kind.null) return scanner.word(4);
    if (kind !== Kind.object) return scanner.fail();
    scanner.open(0x7b);
    for (let isFirst = true; scanner.nextKey(isFirst); isFirst = false) {
      const inner = plan.fields.find(scanner.bytes, scanner.from, scanner.until);
      if (inner === undefined) scanner.skip(INNER_DEPTH);
      else {
        this.noteSeen(inner);
        this.readField(inner);
      }
    }
  }

  /** Of a name that comes twice the last counts: that is left to the other reader. */
  private noteSeen({ number }: FieldPlan): void {
    if (this.seen[number] === this.generation) this.scanner.fail();
    this.seen[number] = this.generation;
  }

  private readField(plan: FieldPlan): void {
    const { scanner } = this;
    const kind = scanner.kind();
    if (kind === Kind.null) return scanner.word(4);
    switch (plan.field.kind) {
      case "flag":
        if (kind === Kind.true) scanner.word(4);
        else if (kind === Kind.false) scanner.word(5);
        else scanner.fail();
        return this.keep(plan, kind === Kind.true);
      case "integer": {
        if (kind !== Kind.number) return scanner.fail();
        const value = scanner.number();
        return Number.isSafeInteger(value) ? this.keep(plan, value) : scanner.fail();
      }
      case "id":
      case "text":
      case "presence":
      case "enum":
      case "instant":
      case "planned":
        if (kind !== Kind.text) return scanner.fail();
        scanner.text();
        return this.keep(plan, this.readText(plan));
      case "segments":
        return scanner.fail();
      case "zones":
        return this.keep(plan, readZones(scanner, INNER_DEPTH));
    }
  }

  /** The fact that the text just read stands for; undefined where it says nothing. */
  private readText({ field, values }: FieldPlan): unknown {
    const { scanner } = this;
    if (scanner.failed) return undefined;
    switch (field.kind) {
      case "id":
        return this.pool.canonical(scanner);
      case "enum":
        return values?.find(scanner.bytes, scanner.from, scanner.until) ?? this.readOtherValue(field.enum);
      case "text":
        return scanner.textValue() || undefined;
      case "presence":
        return scanner.textValue() !== "" || undefined;
      default: {
        const instant = readInstant(scanner);
        if (instant === undefined) scanner.fail();
        else if (field.kind === "instant" && instant > this.latest) this.latest = instant;
        return instant;
      }
    }
  }

  private readOtherValue(name: EnumName | undefined): string | undefined {
    const text = this.scanner.textValue();
    return name === undefined ? undefined : readEnumValue(name, text, (this.unknownValues ??= []));
  }

  /** Keeps a fact under its best name. */
  private keep({ fact, rank }: FieldPlan, value: unknown): void {
    if (value === undefined || rank > (this.ranks[fact] ?? 0)) return;
    this.ranks[fact] = rank;
    this.values[fact] = value;
  }

  /** The facts that were gathered. */
  reading(): FactsReading {
    const { values } = this;
    if (values[ERROR_CODE] !== undefined) values[FAILED] = true;
    const facts: Facts = factsFrom(values);
    const latest = this.latest === -Infinity ? undefined : this.latest;
    return { facts, fault: undefined, latest, unknownValues: this.unknownValues ?? NO_VALUES };
  }
}

/** Deeper than any folded object lies in a document that is read this way. */
const INNER_DEPTH = 16;
