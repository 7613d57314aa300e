import { sortInPlace } from "../models/sort";

/** Two things that may belong together: their places in two lists, and how good a pair they are. */
export interface PossiblePair {
  readonly left: number;
  readonly right: number;
  /** Whether what names them agrees; such pairs come first. */
  readonly agrees: boolean;
  /** A whole number, not below 0. */
  readonly distance: number;
}

/**
 * The pairing that `assign` describes, exactly. It is a matching of least cost: rows join one after the other, each by the cheapest path along which
 * rows change their columns. Prices are the dual ones of that method: an edge's cost less the prices of its row and its
 * column (its slack) is never below 0, and is 0 for every edge of a best result.
 */
export function leastCostMatching(pairs: readonly PossiblePair[]): PossiblePair[] {
  const { rows, mirrors } = layOutRows(pairs);
  for (const row of mirrors) join(row);
  for (const row of rows) join(row);
  const settled = new Set<Row>();
  for (const row of rows) {
    takeLowest(row, settled);
    settled.add(row);
  }
  return rows.flatMap(({ edges, column }) => edges.find((edge) => edge.column === column)?.pair ?? []);
}

/** A row is in one column; the edges say which ones it can be in. */
interface Row {
  readonly edges: readonly Edge[];
  price: number;
  column: Column | undefined;
}

interface Column {
  price: number;
  row: Row | undefined;
}

interface Edge {
  readonly column: Column;
  readonly cost: number;
  /** Undefined where something stays alone. */
  readonly pair: PossiblePair | undefined;
}

/**
 * Rows by left place, the edges of each by right place and "alone" last. So that everything always is in a pair, each
 * right has a mirror row, and each left a column, for "alone"; mirrors of what is paired pair up at no cost.
 */
function layOutRows(pairs: readonly PossiblePair[]): {
  readonly rows: readonly Row[];
  readonly mirrors: readonly Row[];
} {
  const lefts = distinctPlaces(pairs, ({ left }) => left);
  const rights = distinctPlaces(pairs, ({ right }) => right);
  const farthest = pairs.reduce((most, { distance }) => Math.max(most, distance), 0);
  const count = Math.min(lefts.length, rights.length);
  // One more pair outweighs all distances, one more that agrees outweighs all pairs: whole numbers well below 2^53.
  const perPair = farthest * count + 1;
  const perAgreement = perPair * (count + 1);
  const sides = (places: readonly number[]) =>
    new Map(places.map((place) => [place, { column: { price: 0, row: undefined }, edges: [] as Edge[] }]));
  const left = sides(lefts);
  const right = sides(rights);
  for (const pair of [...pairs].sort((one, other) => one.right - other.right)) {
    const [one, other] = [left.get(pair.left), right.get(pair.right)];
    if (one === undefined || other === undefined) continue;
    const cost = pair.distance - perPair - (pair.agrees ? perAgreement : 0);
    one.edges.push({ column: other.column, cost, pair });
    other.edges.push({ column: one.column, cost: 0, pair: undefined });
  }
  const rowOf = ({ column, edges }: { column: Column; edges: Edge[] }): Row => {
    edges.push({ column, cost: 0, pair: undefined });
    return { edges, price: 0, column: undefined };
  };
  return { rows: [...left.values()].map(rowOf), mirrors: [...right.values()].map(rowOf) };
}

function distinctPlaces(pairs: readonly PossiblePair[], placeOf: (pair: PossiblePair) => number): number[] {
  return sortInPlace([...new Set(pairs.map(placeOf))], (one, other) => one - other);
}

/** How a search came to a column. */
interface Reached {
  readonly distance: number;
  readonly from: Row;
}

/** Adds a row: the cheapest path from it to a column that is free; its own "alone" is, so there always is one. */
function join(row: Row): void {
  row.price = row.edges.reduce((least, { column, cost }) => Math.min(least, cost - column.price), Infinity);
  const reached = new Map<Column, Reached>();
  const passed = new Map<Column, number>();
  const visited: [Row, number][] = [];
  let next: Row | undefined = row;
  let distance = 0;
  let end: Column | undefined;
  while (next !== undefined) {
    visited.push([next, distance]);
    for (const edge of next.edges) {
      const toColumn = distance + slackOf(next, edge);
      const isNearer = toColumn < (reached.get(edge.column)?.distance ?? Infinity);
      if (isNearer) reached.set(edge.column, { distance: toColumn, from: next });
    }
    end = nearest(reached, passed);
    if (end === undefined) return;
    distance = reached.get(end)?.distance ?? distance;
    passed.set(end, distance);
    next = end.row;
  }
  for (const [one, at] of visited) one.price += distance - at;
  for (const [column, at] of passed) column.price -= distance - at;
  moveAlong(end, reached);
}

function slackOf(row: Row, { column, cost }: Edge): number {
  return cost - row.price - column.price;
}

function nearest(reached: ReadonlyMap<Column, Reached>, passed: ReadonlyMap<Column, number>): Column | undefined {
  let best: Column | undefined;
  let least = Infinity;
  for (const [column, { distance }] of reached) {
    if (distance >= least || passed.has(column)) continue;
    best = column;
    least = distance;
  }
  return best;
}

/** Every row on the path to a column takes the column that it came to. */
function moveAlong(end: Column | undefined, reached: ReadonlyMap<Column, Reached>): void {
  let column = end;
  while (column !== undefined) {
    const row = reached.get(column)?.from;
    const released = row?.column;
    if (row !== undefined) row.column = column;
    column.row = row;
    column = released;
  }
}

/** Gives a row the lowest column that any best result gives it, where those that are settled keep theirs. */
function takeLowest(row: Row, settled: ReadonlySet<Row>): void {
  const released = row.column;
  for (const edge of row.edges) {
    const { column } = edge;
    if (column === released) return;
    if (slackOf(row, edge) !== 0 || column.row === undefined) continue;
    if (!moveAway(column.row, released, settled, new Set([column]))) continue;
    row.column = column;
    column.row = row;
    return;
  }
}

/** Moves a row to another column at no cost, and so on, until one takes the column that is released. */
function moveAway(row: Row, released: Column | undefined, settled: ReadonlySet<Row>, tried: Set<Column>): boolean {
  if (settled.has(row)) return false;
  for (const edge of row.edges) {
    const { column } = edge;
    if (tried.has(column) || slackOf(row, edge) !== 0) continue;
    tried.add(column);
    const isMoved = column === released || (column.row !== undefined && moveAway(column.row, released, settled, tried));
    if (!isMoved) continue;
    row.column = column;
    column.row = row;
    return true;
  }
  return false;
}
