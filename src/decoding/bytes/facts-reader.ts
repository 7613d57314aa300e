import { Kind } from "../../bytes/kind";
import type { Tape } from "../../bytes/tape";
import type { EnumName } from "../../models/enums";
import { FACT_NAMES, type Facts } from "../../models/facts";
import { factsFrom } from "../../models/generated/fact-values";
import type { Instant } from "../../models/instant";
import { readEnumValue, type FactsReading } from "../read-facts";
import { wellFormed } from "../well-formed";
import type { IdPool } from "./id-pool";
import { readInstant } from "./instant-text";
import { PLAN_COUNT, type FieldPlan, type Plan } from "./plans";
import { readRoles } from "./read-roles";
import { readZones } from "./read-zones";

const FAILED = FACT_NAMES.indexOf("failed");
const ERROR_CODE = FACT_NAMES.indexOf("errorCode");
const NO_VALUES: readonly string[] = [];

/**
 * Gathers the folded fields of one participant or communication from bytes. What it cannot read in the usual way it
 * says by failing the tape: a fault, a name that comes twice, a list of segments. Its fields are its own working memory.
 */
export class FactsGatherer {
  private readonly values: unknown[] = FACT_NAMES.map(() => undefined);
  private readonly ranks = new Float64Array(FACT_NAMES.length);
  private readonly seen = new Int32Array(PLAN_COUNT + 1);
  private generation = 0;
  private latest: Instant = -Infinity;
  private unknownValues: string[] | undefined;

  constructor(
    private readonly tape: Tape,
    private readonly pool: IdPool,
  ) {}

  begin(): void {
    // A loop is compiled; `fill` is a call into the machine for each.
    for (let index = 0; index < FACT_NAMES.length; index += 1) {
      this.values[index] = undefined;
      this.ranks[index] = Infinity;
    }
    this.latest = -Infinity;
    this.unknownValues = undefined;
    this.generation += 1;
  }

  /** Reads the value of a name that is folded. Its caller sees that no name comes twice. */
  read(plan: Plan, token: number): void {
    const { tape } = this;
    if (!("fields" in plan)) return this.readField(plan, token);
    const kind = tape.kind(token);
    if (kind === Kind.null) return;
    if (kind !== Kind.object) return tape.fail();
    const end = tape.next(token);
    for (let inner = token + 1; inner < end; inner = tape.next(inner)) {
      const field = plan.fields[tape.name(inner)];
      if (field === undefined) return tape.fail();
      this.noteSeen(field);
      this.readField(field, inner);
    }
  }

  /** Of a name that comes twice the last counts: that is left to the other reader. */
  private noteSeen({ number }: FieldPlan): void {
    if (this.seen[number] === this.generation) this.tape.fail();
    this.seen[number] = this.generation;
  }

  private readField(plan: FieldPlan, token: number): void {
    const { tape } = this;
    const kind = tape.kind(token);
    if (kind === Kind.null) return;
    switch (plan.field.kind) {
      case "flag":
        if (kind !== Kind.true && kind !== Kind.false) return tape.fail();
        return this.keep(plan, kind === Kind.true);
      case "integer": {
        if (kind !== Kind.number) return tape.fail();
        tape.look(token);
        const value = tape.value();
        return Number.isSafeInteger(value) ? this.keep(plan, value) : tape.fail();
      }
      case "id":
      case "text":
      case "presence":
      case "enum":
      case "instant":
      case "planned":
        if (kind !== Kind.text) return tape.fail();
        tape.look(token);
        return this.keep(plan, this.readText(plan));
      case "segments":
        return tape.fail();
      case "zones":
        return this.keep(plan, readZones(tape, token));
      case "roles":
        return this.keep(plan, readRoles(tape, token));
    }
  }

  /** The fact that the text stands for that is looked at; undefined where it says nothing. */
  private readText({ field, values }: FieldPlan): unknown {
    const { tape } = this;
    switch (field.kind) {
      case "id":
        return this.pool.canonical(tape);
      case "enum":
        return values?.find(tape.bytes, tape.from, tape.until) ?? this.readOtherValue(field.enum);
      case "text":
        return wellFormed(tape.text()) || undefined;
      case "presence":
        return tape.text() !== "" || undefined;
      default: {
        const instant = readInstant(tape);
        if (instant === undefined) tape.fail();
        else if (field.kind === "instant" && instant > this.latest) this.latest = instant;
        return instant;
      }
    }
  }

  private readOtherValue(name: EnumName | undefined): string | undefined {
    const text = this.tape.text();
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
