/** Whether two texts are both known, and not the same. */
export function isOther(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && left !== right;
}
