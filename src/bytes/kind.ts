/** The kinds of JSON values on a tape. `recalled`: an object that was known by its bytes, and was not walked over. */
export const enum Kind {
  text,
  object,
  list,
  true,
  false,
  null,
  number,
  recalled,
}

/** The kinds by what stands for them on a tape. */
export const KINDS: readonly Kind[] = [
  Kind.text,
  Kind.object,
  Kind.list,
  Kind.true,
  Kind.false,
  Kind.null,
  Kind.number,
  Kind.recalled,
];
