/**
 * Where a record came from: a place in a topic, or a place in a file. Files are named relative to the root of the log,
 * lines count from 1; `part` counts from 1 the documents that share a line; `item` counts from 1 the records of a document
 * that holds several.
 */
export type Position =
  | { readonly topic?: string; readonly partition: number; readonly offset: number; readonly item?: number }
  | { readonly file: string; readonly line: number; readonly part?: number; readonly item?: number };

/** Whether two positions are the same place. */
export function isSamePosition(left: Position, right: Position): boolean {
  return left === right || comparePositions(left, right) === 0;
}

/** Whether two positions lie in the same file, or in the same partition. */
export function isSamePlace(left: Position, right: Position): boolean {
  if ("file" in left) return "file" in right && left.file === right.file;
  return !("file" in right) && left.topic === right.topic && left.partition === right.partition;
}

/** Up to so many positions are compared each with each. */
const FEW = 16;

/** Positions, each once, where it came first. */
export function distinctPositions(positions: readonly Position[]): Position[] {
  if (positions.length > FEW) return distinctOfMany(positions);
  const distinct: Position[] = [];
  for (const position of positions) {
    if (!distinct.some((other) => isSamePosition(other, position))) distinct.push(position);
  }
  return distinct;
}

function distinctOfMany(positions: readonly Position[]): Position[] {
  const sorted = [...positions.entries()].sort(([, left], [, right]) => comparePositions(left, right));
  const first = sorted.filter(([, one], place) => {
    const before = sorted[place - 1];
    return before === undefined || !isSamePosition(before[1], one);
  });
  return first.sort(([left], [right]) => left - right).map(([, position]) => position);
}

/** Whether two lists name the same places in the same order. */
export function isSameEvidence(left: readonly Position[], right: readonly Position[]): boolean {
  if (left === right) return true;
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) {
    const [one, other] = [left[index], right[index]];
    if (one === undefined || other === undefined || !isSamePosition(one, other)) return false;
  }
  return true;
}

/** Orders positions of one source: lower comes first. Files go by bytewise name. */
export function comparePositions(left: Position, right: Position): number {
  if ("partition" in left && "partition" in right) {
    return left.partition - right.partition || left.offset - right.offset || compareItems(left, right);
  }
  if ("file" in left && "file" in right) {
    const byPart = (left.part ?? 1) - (right.part ?? 1);
    return compareText(left.file, right.file) || left.line - right.line || byPart || compareItems(left, right);
  }
  return "partition" in left ? -1 : 1;
}

function compareItems(left: Position, right: Position): number {
  return (left.item ?? 1) - (right.item ?? 1);
}

/** Bytewise order for ASCII, code-unit order beyond; never the locale's. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Where a record lies, for people. */
export function describePosition(position: Position): string {
  const item = position.item === undefined ? "" : `, record ${String(position.item)} in it`;
  if ("file" in position) {
    const part = position.part === undefined ? "" : `, document ${String(position.part)}`;
    return `${position.file}:${String(position.line)}${part}${item}`;
  }
  const topic = position.topic === undefined ? "" : `${position.topic} `;
  return `${topic}partition ${String(position.partition)} offset ${String(position.offset)}${item}`;
}
