/**
 * The smallest part of a list that still shows a fault, by leaving out ever smaller pieces (delta debugging). The result
 * is minimal: no single element can be left out.
 */
export function shrink<Element>(
  elements: readonly Element[],
  isFaulty: (some: readonly Element[]) => boolean,
): Element[] {
  let rest = [...elements];
  for (let size = Math.ceil(rest.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < rest.length;) {
      const without = [...rest.slice(0, from), ...rest.slice(from + size)];
      if (without.length > 0 && isFaulty(without)) {
        rest = without;
        if (size === 1) from = 0;
      } else from += size;
    }
  }
  return rest;
}
