/** Whose traces are to be erased: conversations as a whole, and what is about a user. Ids in canonical spelling. */
export interface Erasure {
  readonly conversations: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
}

/** What becomes of an output record: it stays as it is, goes, or stays without the ids that are erased. */
export type Fate = { readonly kind: "kept" | "dropped" } | { readonly kind: "blanked"; readonly record: object };

const KEPT: Fate = { kind: "kept" };
const DROPPED: Fate = { kind: "dropped" };

/**
 * Decides what becomes of output records. It is shown all of them before it decides, as the last record of an id says whose
 * number it is: where that is a user's who is erased, the earlier ones go too, as one of them would become the final one.
 */
export class ErasurePlan {
  /** Ids of numbers of which a record names an erased user, and whether the last one does. */
  private readonly isLastTheirs = new Map<string, boolean>();

  constructor(private readonly erasure: Erasure) {}

  /** Whether records that name none of the ids need to be shown. */
  mustSeeAll(): boolean {
    return this.isLastTheirs.size > 0;
  }

  see(record: unknown): void {
    const { id, userId } = fieldsOf(record);
    if (id === undefined) return;
    const isTheirs = userId !== undefined && this.erasure.users.has(userId);
    if (isTheirs || this.isLastTheirs.has(id)) this.isLastTheirs.set(id, isTheirs);
  }

  fateOf(record: unknown): Fate {
    if (isAbout(record, this.erasure)) return DROPPED;
    const { id } = fieldsOf(record);
    if (id !== undefined && (this.isLastTheirs.get(id) === true || isMentionedIn(id, this.erasure))) return DROPPED;
    const left = withoutMentions(record, this.erasure);
    return left === record ? KEPT : { kind: "blanked", record: left as object };
  }
}

/** Whether an output record is one of a conversation that is erased, or says itself that it is about a user who is. */
export function isAbout(record: unknown, { conversations, users }: Erasure): boolean {
  const { conversationId, userId } = fieldsOf(record);
  return (
    (conversationId !== undefined && conversations.has(conversationId)) || (userId !== undefined && users.has(userId))
  );
}

/** The ids that are erased, each as it stands in a JSON text. */
export function spelledIn({ conversations, users }: Erasure): string[] {
  return [...conversations, ...users].map((id) => JSON.stringify(id).slice(1, -1));
}

/** Whether a text of unknown form has one of the ids in it, in whatever case. */
export function isNamedIn(text: string, erasure: Erasure): boolean {
  const folded = text.toLowerCase();
  return spelledIn(erasure).some((id) => folded.includes(id.toLowerCase()));
}

function fieldsOf(record: unknown): Readonly<Record<"id" | "conversationId" | "userId", string | undefined>> {
  const fields = (typeof record === "object" && record !== null ? record : {}) as Record<string, unknown>;
  const text = (name: "id" | "conversationId" | "userId") =>
    typeof fields[name] === "string" ? fields[name] : undefined;
  const id = text("id");
  const isView = fields["type"] === "conversation";
  return { id, conversationId: isView ? id : text("conversationId"), userId: text("userId") };
}

/** A value without the fields and items that mention an erased id; the same value where there is none. */
export function withoutMentions(value: unknown, erasure: Erasure): unknown {
  if (typeof value !== "object" || value === null) return value;
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const left = entries
    .filter(
      ([name, item]) => !isMentionedIn(name, erasure) && !(typeof item === "string" && isMentionedIn(item, erasure)),
    )
    .map(([name, item]) => [name, withoutMentions(item, erasure)] as const);
  const isSame = left.length === entries.length && left.every(([, item], index) => item === entries[index]?.[1]);
  if (isSame) return value;
  return isList ? left.map(([, item]) => item) : Object.fromEntries(left);
}

/** Whether a text is one of the ids, or has it in it as a word, in whatever case: `c-1` is in `c-1/talk`, not in `c-10`. */
function isMentionedIn(text: string, { conversations, users }: Erasure): boolean {
  const folded = text.toLowerCase();
  return [...conversations, ...users].some((id) => hasWord(folded, id.toLowerCase()));
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!isInWord(text[at - 1]) && !isInWord(text[at + word.length])) return true;
  return false;
}

function isInWord(character: string | undefined): boolean {
  return character !== undefined && /[\w-]/.test(character);
}
