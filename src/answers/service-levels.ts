/** What a wait with a target came to; each wait is exactly one of these. */
const ATOMS = [
  "answeredInTarget",
  "answeredLate",
  "abandonedInTargetShort",
  "abandonedInTargetNotShort",
  "abandonedAfterTargetShort",
  "abandonedAfterTargetNotShort",
  "flowedOut",
  "cancelled",
] as const;
type Atom = (typeof ATOMS)[number];

/** What the counts of a formula can be made of, and of which waits each consists. */
const ATOMS_OF = {
  answered: ["answeredInTarget", "answeredLate"],
  answeredInTarget: ["answeredInTarget"],
  answeredLate: ["answeredLate"],
  abandoned: [
    "abandonedInTargetShort",
    "abandonedInTargetNotShort",
    "abandonedAfterTargetShort",
    "abandonedAfterTargetNotShort",
  ],
  abandonedInTarget: ["abandonedInTargetShort", "abandonedInTargetNotShort"],
  abandonedAfterTarget: ["abandonedAfterTargetShort", "abandonedAfterTargetNotShort"],
  shortAbandoned: ["abandonedInTargetShort", "abandonedAfterTargetShort"],
  notShortAbandoned: ["abandonedInTargetNotShort", "abandonedAfterTargetNotShort"],
  flowedOut: ["flowedOut"],
  cancelled: ["cancelled"],
} as const satisfies Readonly<Record<string, readonly Atom[]>>;

/** A count that formulas are made of. */
export type LevelTerm = keyof typeof ATOMS_OF;
/** Every term, in the order of the documentation. */
export const LEVEL_TERMS = Object.keys(ATOMS_OF) as readonly LevelTerm[];

/** A service level: of which waits which share. */
export interface LevelFormula {
  readonly name: string;
  readonly numerator: readonly LevelTerm[];
  readonly denominator: readonly LevelTerm[];
}

/** The three switches of the platform's own formula. */
export interface PlatformSwitches {
  readonly includeFlowOuts?: boolean | undefined;
  readonly excludeShortAbandons?: boolean | undefined;
  readonly excludeAbandons?: boolean | undefined;
}

/** The platform's: (answered − answered late) / (answered + abandoned + flow-outs − short abandons − abandons), as switched. */
export function platformFormula(
  name: string,
  { includeFlowOuts = false, excludeShortAbandons = false, excludeAbandons = false }: PlatformSwitches,
): LevelFormula {
  const abandons: LevelTerm[] = excludeAbandons ? [] : [excludeShortAbandons ? "notShortAbandoned" : "abandoned"];
  const flowOuts: LevelTerm[] = includeFlowOuts ? ["flowedOut"] : [];
  return { name, numerator: ["answeredInTarget"], denominator: ["answered", ...abandons, ...flowOuts] };
}

/** The formulas that are shown where a policy names none. */
export const BUILT_IN_FORMULAS: readonly LevelFormula[] = [
  {
    name: "handledInTarget",
    numerator: ["answeredInTarget", "abandonedInTarget"],
    denominator: ["answered", "abandoned"],
  },
  { name: "ofAnswered", numerator: ["answeredInTarget"], denominator: ["answered"] },
  { name: "ofAll", numerator: ["answeredInTarget"], denominator: ["answered", "abandoned"] },
  {
    name: "withoutEarlyAbandons",
    numerator: ["answeredInTarget"],
    denominator: ["answered", "abandonedAfterTarget"],
  },
  {
    name: "withShortAbandons",
    numerator: ["answeredInTarget", "shortAbandoned"],
    denominator: ["answered", "abandoned"],
  },
  platformFormula("platform", {}),
  platformFormula("platformWithFlowOuts", { includeFlowOuts: true }),
  platformFormula("platformWithoutShortAbandons", { excludeShortAbandons: true }),
  platformFormula("platformWithoutAbandons", { excludeAbandons: true }),
];

/** A formula as people read it. */
export function spellFormula({ numerator, denominator }: LevelFormula): string {
  return `(${numerator.join(" + ")}) / (${denominator.join(" + ")})`;
}

/** What is wrong with a formula, in words; undefined where nothing is. */
export function faultOf({ numerator, denominator }: LevelFormula): string | undefined {
  const [above, below] = [atomsOf(numerator), atomsOf(denominator)];
  const isTwice = (atoms: readonly Atom[]) => new Set(atoms).size < atoms.length;
  if (above.length === 0 || below.length === 0) return "a numerator and a denominator are wanted";
  if (isTwice(above) || isTwice(below)) return "a wait would be counted twice";
  return above.every((atom) => below.includes(atom)) ? undefined : "the denominator must hold all of the numerator";
}

function atomsOf(terms: readonly LevelTerm[]): readonly Atom[] {
  return terms.flatMap((term): readonly Atom[] => ATOMS_OF[term]);
}

/** Waits counted so that any formula can be taken of them. */
export interface LevelCounts {
  readonly atoms: Record<Atom, number>;
  /** Waits of a queue and medium without a target: in no service level. */
  withoutTarget: number;
}

/** None counted. */
export function emptyLevelCounts(): LevelCounts {
  return { atoms: Object.fromEntries(ATOMS.map((atom) => [atom, 0])) as Record<Atom, number>, withoutTarget: 0 };
}

/** A wait that is over. `isInTarget` is undefined where its queue has no target. */
export interface JudgedWait {
  readonly outcome: "answered" | "abandoned" | "flowOut" | "cancelled";
  readonly isInTarget: boolean | undefined;
  readonly isShort: boolean;
}

/** Counts a wait, or so many; takes it out again with −1. */
export function countWait(counts: LevelCounts, wait: JudgedWait, times = 1): void {
  if (wait.isInTarget === undefined) counts.withoutTarget += times;
  else counts.atoms[atomOf(wait, wait.isInTarget)] += times;
}

/** Two counts together. */
export function addLevelCounts(one: LevelCounts, other: LevelCounts): LevelCounts {
  const atoms = ATOMS.map((atom) => [atom, one.atoms[atom] + other.atoms[atom]] as const);
  const withoutTarget = one.withoutTarget + other.withoutTarget;
  return { atoms: Object.fromEntries(atoms) as Record<Atom, number>, withoutTarget };
}

function atomOf({ outcome, isShort }: JudgedWait, isInTarget: boolean): Atom {
  if (outcome === "answered") return isInTarget ? "answeredInTarget" : "answeredLate";
  if (outcome === "flowOut") return "flowedOut";
  if (outcome === "cancelled") return "cancelled";
  if (isInTarget) return isShort ? "abandonedInTargetShort" : "abandonedInTargetNotShort";
  return isShort ? "abandonedAfterTargetShort" : "abandonedAfterTargetNotShort";
}

/** A service level with what it is made of. `value` is null where nothing was there to divide by. */
export interface Level {
  readonly name: string;
  readonly value: number | null;
  readonly numerator: number;
  readonly denominator: number;
  /** Waits that the formula leaves out, by what they came to; none that is zero. */
  readonly excluded: Readonly<Record<string, number>>;
}

/** The service level of a formula over counted waits. */
export function levelOf(formula: LevelFormula, { atoms, withoutTarget }: LevelCounts): Level {
  const sumOf = (terms: readonly LevelTerm[]) => atomsOf(terms).reduce((sum, atom) => sum + atoms[atom], 0);
  const [numerator, denominator] = [sumOf(formula.numerator), sumOf(formula.denominator)];
  const inside = new Set<Atom>(atomsOf(formula.denominator));
  const left = ATOMS.filter((atom) => !inside.has(atom)).map((atom) => [atom, atoms[atom]] as const);
  const excluded = [...left, ["withoutTarget", withoutTarget] as const].filter(([, count]) => count > 0);
  const value = denominator > 0 ? numerator / denominator : null;
  return { name: formula.name, value, numerator, denominator, excluded: Object.fromEntries(excluded) };
}
