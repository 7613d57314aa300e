/** What was worked out, by what it was worked out of. What comes to nothing is known, too. */
interface Memory<Key, Result> {
  readonly get: (key: Key) => { readonly result: Result } | undefined;
  readonly set: (key: Key, found: { readonly result: Result }) => void;
}

/** A function that works something out once for each object; the object must not change. */
export function oncePer<Subject extends object, Result>(
  work: (subject: Subject) => Result,
): (subject: Subject) => Result {
  return remembering(new WeakMap<Subject, { readonly result: Result }>(), work);
}

/** A function that works something out once for each name. */
export function oncePerName<Result>(work: (name: string) => Result): (name: string) => Result {
  return remembering(new Map<string, { readonly result: Result }>(), work);
}

function remembering<Key, Result>(known: Memory<Key, Result>, work: (key: Key) => Result): (key: Key) => Result {
  return (key) => {
    let found = known.get(key);
    if (found === undefined) {
      found = { result: work(key) };
      known.set(key, found);
    }
    return found.result;
  };
}
