/** How often a property is tried: `PROPERTY_RUNS=20` tries it twenty times as often as usual. */
export function runs(usual: number): { readonly numRuns: number } {
  return { numRuns: usual * Number(process.env["PROPERTY_RUNS"] ?? 1) };
}
