import { createEngine } from "../../engine/engine";
import type { FoldParticipant } from "../../engine/history/context";
import type { Decoded } from "../../models/decoded";
import type { Policy } from "../../models/policy";
import type { Position } from "../../models/position";
import { isSamePosition } from "../../models/position";
import { maskRecord } from "../masking";
import { comparable } from "./finals";
import { shrink } from "./shrink";

/** Makes a fold. */
export type CreateFold = () => FoldParticipant;

/** A record of a conversation with what stands in the log. */
export interface KnownRecord {
  readonly decoded: Decoded;
  readonly document: unknown;
}

/** Two orders of the same records that end in different numbers. */
export interface Difference {
  readonly conversationId: string;
  readonly arrangement: string;
  /** The smallest set of records that shows it, in the order of the log and in the other; masked. */
  readonly inOrder: readonly { readonly position: Position; readonly record: unknown }[];
  readonly arranged: readonly Position[];
  /** Finals that only one of the two orders ends with. */
  readonly onlyInOrder: readonly object[];
  readonly onlyArranged: readonly object[];
  /** Whether the records of the conversation alone show it. */
  readonly isolated: boolean;
}

/** The finals of a few records. */
function finalsOf(
  records: readonly Decoded[],
  policy: Policy,
  createFold: CreateFold | undefined,
): Map<string, string> {
  const finals = new Map<string, string>();
  const keep = (name: string) => (record: Parameters<typeof comparable>[0]) => {
    const what = comparable(record);
    if (what === undefined) finals.delete(`${name} ${record.id}`);
    else finals.set(`${name} ${record.id}`, JSON.stringify(what));
  };
  const outputs = {
    measurement: keep("measurement"),
    deadline: keep("deadline"),
    conversation: keep("conversation"),
    rejection: () => undefined,
  };
  const engine = createEngine(policy, outputs, { fold: createFold?.() });
  engine.acceptAll(records);
  engine.finish();
  return finals;
}

/** Narrows a difference of one conversation down to the fewest records that show it. */
export function narrowDown(
  conversationId: string,
  arrangement: string,
  known: readonly KnownRecord[],
  arranged: readonly Decoded[],
  policy: Policy,
  createFold: CreateFold | undefined,
): Difference {
  const inOrder = known.map(({ decoded }) => decoded);
  const isIn = (some: readonly Decoded[]) => (record: Decoded) =>
    some.some((other) => isSamePosition(other.position, record.position));
  const differs = (some: readonly Decoded[]) => {
    const straight = finalsOf(inOrder.filter(isIn(some)), policy, createFold);
    const other = finalsOf(arranged.filter(isIn(some)), policy, createFold);
    return onlyIn(straight, other).length > 0 || onlyIn(other, straight).length > 0;
  };
  const isolated = differs(inOrder);
  const fewest = isolated ? shrink(inOrder, differs) : inOrder;
  const straight = finalsOf(inOrder.filter(isIn(fewest)), policy, createFold);
  const fewestArranged = arranged.filter(isIn(fewest));
  const other = finalsOf(fewestArranged, policy, createFold);
  return {
    conversationId,
    arrangement,
    inOrder: known
      .filter(({ decoded }) => isIn(fewest)(decoded))
      .map(({ decoded, document }) => ({ position: decoded.position, record: maskRecord(document) })),
    arranged: fewestArranged.map(({ position }) => position),
    onlyInOrder: onlyIn(straight, other),
    onlyArranged: onlyIn(other, straight),
    isolated,
  };
}

function onlyIn(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): object[] {
  return [...left].filter(([id, text]) => right.get(id) !== text).map(([, text]) => JSON.parse(text) as object);
}
