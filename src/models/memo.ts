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

/** A function that works something out once for each name, also where that comes to nothing. */
export function oncePerName<Result>(work: (name: string) => Result): (name: string) => Result {
  const known = new Map<string, { readonly result: Result }>();
  return (name) => {
    let found = known.get(name);
    if (found === undefined) {
      found = { result: work(name) };
      known.set(name, found);
    }
    return found.result;
  };
}
