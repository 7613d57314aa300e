import { DIGEST_LENGTH } from "../effective-policy";
import type { Change } from "../../answers/compare/changes";
import { readManifest } from "../finals/outputs-manifest";
import type { SaidManifest } from "../manifest-record";

/** What made the numbers of a side, as far as it is known. */
export interface MadeBy {
  readonly product: string;
  /** Undefined where an earlier build made them, which did not say it. */
  readonly semanticsVersion: number | undefined;
  /** The first digits of the policy's digest. */
  readonly policy: string | undefined;
  /** Undefined where no calendar counted. */
  readonly timeZoneData: string | undefined;
  /** By the name of a measurement or the kind of a deadline what it was said to be. */
  readonly definitions: ReadonlyMap<string, string>;
}

/** What made a folder of outputs, by its manifest; why that is not known, where it is not. Throws `AppError` where that is damaged. */
export function madeByManifest(folder: string): MadeBy | string {
  const said = readManifest(folder);
  if (said === undefined) return "it has no manifest";
  const { product, semanticsVersion, policyDigest, timeZoneData: zones } = said;
  if (product === undefined) return "its manifest does not say it";
  const policy = policyDigest?.replace(/^sha256:/, "").slice(0, DIGEST_LENGTH);
  return { product, semanticsVersion, policy, timeZoneData: zones, definitions: definitionsIn(said) };
}

/** What lies between two sides. */
export function whatIsApart(a: MadeBy | string, b: MadeBy | string): string {
  if (typeof a === "string") return `what made A is not known: ${a}`;
  if (typeof b === "string") return `what made B is not known: ${b}`;
  if (a.product !== b.product || a.semanticsVersion !== b.semanticsVersion)
    return `A was made by ${spelled(a)}, B by ${spelled(b)}`;
  if (a.policy !== b.policy) return "they were made under policies, or options, that differ";
  if (a.timeZoneData !== b.timeZoneData)
    return `their calendars went by time-zone data ${String(a.timeZoneData)} in A, ${String(b.timeZoneData)} in B`;
  return "the same version made both under the same policy: what differs is of the logs, or of what was changed since that version";
}

function spelled({ product, semanticsVersion }: MadeBy): string {
  return semanticsVersion === undefined
    ? `an earlier build of ${product}, which does not say by which semantics`
    : `${product} with version ${String(semanticsVersion)} of the semantics`;
}

/** Why a record differs, where it is something else by the semantics of the two sides; undefined where these are the same. */
export function definitionReason({ kind, name }: Change, a: MadeBy | string, b: MadeBy | string): string | undefined {
  if (kind === "conversation" || typeof a === "string" || typeof b === "string") return undefined;
  // A meaning may only be worded anew: what it comes to is another where the semantics are.
  if (a.semanticsVersion === b.semanticsVersion) return undefined;
  const [ofA, ofB] = [a.definitions.get(name), b.definitions.get(name)];
  if (ofA === ofB) return undefined;
  if (ofA === undefined || ofB === undefined) return `what made ${ofA === undefined ? "A" : "B"} knows no ${name}`;
  return `${name} is defined otherwise: in A "${ofA}", in B "${ofB}"`;
}

/** What a manifest says of the numbers and deadlines, by name. */
export function definitionsIn({ measurements = [], deadlines = [] }: SaidManifest): ReadonlyMap<string, string> {
  return new Map([
    ...measurements.map(({ name, meaning }) => [name, meaning] as const),
    ...deadlines.map(({ kind, due, metBy }) => [kind, `due: ${due}; met by: ${metBy}`] as const),
  ]);
}
