/** Supervising roles by their bits, the furthest last. */
const ROLES = ["monitoring", "coaching", "barging"];

/** The names of roles as they are usually written, with their bits in a set. */
export const ROLE_BITS: ReadonlyMap<string, number> = new Map([
  ["full", 0],
  ["monitor", 1],
  ["monitoring", 1],
  ["coach", 2],
  ["coaching", 2],
  ["barge", 4],
  ["barging", 4],
]);

/** What each set of supervising roles is as one text, the furthest last. Without any it says nothing. */
const TEXT_BY_BITS: readonly (string | undefined)[] = Array.from({ length: 1 << ROLES.length }, (_, bits) => {
  const named = ROLES.filter((_role, index) => (bits & (1 << index)) !== 0);
  return named.length === 0 ? undefined : named.join(" ");
});

/** The bit of a role in a set, in whatever case it is written; of one that supervises nobody, or is not known, none. */
export function roleBit(name: string): number {
  return ROLE_BITS.get(name.toLowerCase()) ?? 0;
}

/** The fact that a set of roles is; undefined where nobody is supervised. */
export function rolesOf(bits: number): string | undefined {
  return TEXT_BY_BITS[bits];
}

/** The supervising roles in a list from the wire, as one text with spaces between, the furthest last. */
export function supervisingRoles(list: readonly unknown[]): string | undefined {
  return rolesOf(list.reduce<number>((bits, name) => bits | (typeof name === "string" ? roleBit(name) : 0), 0));
}
