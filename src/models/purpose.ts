/** Definitions by the purpose of a communication: those that concern it, in their order. */
export function forPurpose<Definition extends { readonly purposes: readonly string[] | undefined }>(
  definitions: readonly Definition[],
): (purpose: string | undefined) => readonly Definition[] {
  const select = (purpose: string | undefined) =>
    definitions.filter(
      ({ purposes }) => purposes === undefined || (purpose !== undefined && purposes.includes(purpose)),
    );
  const named = new Set(definitions.flatMap(({ purposes }) => purposes ?? []));
  const byPurpose = new Map([...named].map((purpose) => [purpose, select(purpose)] as const));
  const others = select(undefined);
  return (purpose) => (purpose === undefined ? others : (byPurpose.get(purpose) ?? others));
}
