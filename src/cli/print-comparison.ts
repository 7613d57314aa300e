import { isMoved, type CompareRow, type ReasonedChange } from "../answers/compare/comparison";
import type { CompareReport } from "../app/compare/compare";
import { formatCount } from "../models/format-count";
import { spellGapRecord } from "../models/gap";
import { LISTED_MAX, moreThanListed } from "./listed";
import { alignRows, visible } from "./print";

/** A comparison as tables of a terminal, with the first of its changes. */
export function describeComparison({ manifest, conversations, rows, changes }: CompareReport): string {
  const { product, a, b, apart, interval, zone, gaps } = manifest;
  return [
    `${product}: A is ${visible(a)}, B is ${visible(b)}; ${visible(apart)}`,
    `Intervals: ${interval} in ${zone}`,
    `Conversations: ${formatCount(conversations.same)} the same, ${formatCount(conversations.moved)} moved, ${formatCount(conversations.onlyInA)} in A alone, ${formatCount(conversations.onlyInB)} in B alone`,
    ...(gaps?.a ?? []).map((gap) => visible(`Records of A may be missing ${spellGapRecord(gap)}`)),
    ...(gaps?.b ?? []).map((gap) => visible(`Records of B may be missing ${spellGapRecord(gap)}`)),
    ...describeRows(rows.filter(isMoved)),
    ...describeChanges(changes),
    "",
  ].join("\n");
}

function describeRows(rows: readonly CompareRow[]): string[] {
  if (rows.length === 0) return [];
  const cells = rows
    .slice(0, LISTED_MAX)
    .map(({ from, name, a, b }) => [
      from,
      visible(name),
      ...[a.count, b.count, b.count - a.count, a.sum, b.sum, b.sum - a.sum].map(formatCount),
    ]);
  const heads = ["interval", "name", "A", "B", "B − A", "A sum", "B sum", "B − A"];
  return [
    "",
    "By interval, where they differ",
    ...alignRows([heads, ...cells], (column) => column < 2),
    ...moreThanListed(rows.length),
  ];
}

function describeChanges(changes: readonly ReasonedChange[]): string[] {
  if (changes.length === 0) return ["", "Nothing differs."];
  const lines = changes
    .slice(0, LISTED_MAX)
    .flatMap(({ kind, name, status, id, fields, reason }) => [
      visible(`  ${name} ${status}: ${id}`),
      ...(status === "changed" && kind !== "conversation"
        ? fields.map(({ field, a, b }) => visible(`    ${field}: ${JSON.stringify(a)} → ${JSON.stringify(b)}`))
        : []),
      visible(`    because ${reason}`),
    ]);
  return ["", "What moved", ...lines, ...moreThanListed(changes.length)];
}
