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
