import { canonicalText } from "../../models/canonical-text";
import type { FinalConversation } from "../../models/final-conversation";
import { compareText } from "../../models/position";

/** One field as the two sides have it; null where it is not there. */
export interface FieldChange {
  readonly field: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** A number, a deadline or a view that is not the same on both sides. */
export interface Change {
  readonly conversationId: string;
  readonly kind: "measurement" | "deadline" | "conversation";
  /** The measurement's name, the deadline's kind; `conversation` for a view. */
  readonly name: string;
  readonly id: string;
  readonly status: "added" | "removed" | "changed";
  readonly queueId: string | undefined;
  readonly mediaType: string | undefined;
  readonly fields: readonly FieldChange[];
}

/** What arrival decides, and what is no part of what is said. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "revision",
  "evidence",
  "asOf",
  "type",
  "schemaVersion",
  "id",
  "policy",
]);

/** How the final records of a conversation differ. What depends on arrival (revision, evidence, as-of) is not compared, nor by which policy they say they are. */
export function changesIn(a: FinalConversation | undefined, b: FinalConversation | undefined): Change[] {
  const conversationId = a?.id ?? b?.id ?? "";
  const numbers = changedRecords(a?.measurements ?? [], b?.measurements ?? []).map((one) => ({
    ...one,
    kind: "measurement" as const,
    name: one.record.name,
  }));
  const deadlines = changedRecords(a?.deadlines ?? [], b?.deadlines ?? []).map((one) => ({
    ...one,
    kind: "deadline" as const,
    name: one.record.kind,
  }));
  const views = changedRecords(a?.views.slice(-1) ?? [], b?.views.slice(-1) ?? []);
  return [
    ...[...numbers, ...deadlines].map(({ record, kind, name, status, fields }) => {
      const { id, queueId, mediaType } = record;
      return { conversationId, kind, name, id, status, queueId, mediaType, fields };
    }),
    ...views.map(({ status, fields }) => ({
      ...{ conversationId, kind: "conversation" as const, name: "conversation", id: conversationId, status },
      ...{ queueId: undefined, mediaType: undefined, fields: status === "changed" ? fields.map(named) : [] },
    })),
  ];
}

/** Of a view only the names of its fields are kept: with the whole of it every change would keep a view in memory. */
function named({ field, a, b }: FieldChange): FieldChange {
  return isLarge(a) || isLarge(b) ? { field, a: null, b: null } : { field, a, b };
}

function isLarge(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

interface ChangedRecord<Item> {
  readonly record: Item;
  readonly status: Change["status"];
  readonly fields: readonly FieldChange[];
}

function changedRecords<Item extends { readonly id: string }>(
  a: readonly Item[],
  b: readonly Item[],
): ChangedRecord<Item>[] {
  const [ofA, ofB] = [a, b].map((items) => new Map(items.map((item) => [item.id, item])));
  const ids = [...new Set([...a, ...b].map(({ id }) => id))].sort(compareText);
  return ids.flatMap((id) => {
    const [one, other] = [ofA?.get(id), ofB?.get(id)];
    const record = one ?? other;
    const fields = changedFields(one ?? {}, other ?? {});
    if (record === undefined || fields.length === 0) return [];
    return [{ record, status: one === undefined ? "added" : other === undefined ? "removed" : "changed", fields }];
  });
}

function changedFields(a: object, b: object): FieldChange[] {
  const [ofA, ofB] = [new Map<string, unknown>(Object.entries(a)), new Map<string, unknown>(Object.entries(b))];
  const names = [...new Set([...ofA.keys(), ...ofB.keys()])].filter((name) => !LEFT_OUT.has(name));
  return names
    .map((field) => ({ field, a: ofA.get(field) ?? null, b: ofB.get(field) ?? null }))
    .filter((one) => canonicalText(one.a) !== canonicalText(one.b));
}
