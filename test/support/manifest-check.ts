interface Model {
  readonly validate: () => void;
}

/**
 * What a Kubernetes cluster would refuse of a manifest: values of another type, what is lacking, and fields that its kind does not
 * have. The models' validators pass over fields that they do not know; these are the ones that they never look at.
 */
export function faultsOfManifest(manifest: unknown): readonly string[] {
  const { apiVersion, kind } = manifest as { readonly apiVersion: string; readonly kind: string };
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- which model it is, the manifest says
  const models = require(`kubernetes-models/${apiVersion}/${kind}`) as Readonly<
    Record<string, { readonly prototype: Model }>
  >;
  const watched = watch(manifest as object, kind);
  try {
    models[kind]?.prototype.validate.call(watched.value);
  } catch (error) {
    return [String(error)];
  }
  return watched.unread().map((field) => `${field}: no such field`);
}

interface Watched {
  readonly value: object;
  /** The fields that nobody looked at, also those of objects within. */
  readonly unread: () => readonly string[];
}

/** An object that notes which of its fields are looked at. */
function watch(object: object, place: string): Watched {
  const seen = new Set<string>();
  const within = new Map<string, Watched>(
    Object.entries(object)
      .filter((entry): entry is [string, object] => typeof entry[1] === "object" && entry[1] !== null)
      .map(([name, value]) => [name, watch(value, `${place}.${name}`)]),
  );
  const value = new Proxy(object, {
    get(target, name) {
      if (typeof name === "string") seen.add(name);
      return within.get(String(name))?.value ?? (Reflect.get(target, name) as unknown);
    },
  });
  const unread = () =>
    Object.keys(object).flatMap((name) => (seen.has(name) ? (within.get(name)?.unread() ?? []) : [`${place}.${name}`]));
  return { value, unread };
}
