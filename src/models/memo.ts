/** A function that works something out once for each object; the object must not change. */
export function oncePer<Subject extends object, Result>(
  work: (subject: Subject) => Result,
): (subject: Subject) => Result {
  const known = new WeakMap<Subject, { readonly result: Result }>();
  return (subject) => {
    let found = known.get(subject);
    if (found === undefined) {
      found = { result: work(subject) };
      known.set(subject, found);
    }
    return found.result;
  };
}
