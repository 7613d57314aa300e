import type { SavedSummary } from "../saved-summary";

type Counts = SavedSummary["ignored"];

/** What several collectors have counted, as if one had. Numbers, and values that are not known, are with one of them only. */
export function mergeSaved(parts: readonly SavedSummary[]): SavedSummary {
  const sum = (pick: (part: SavedSummary) => Counts) => addUp(parts.map(pick));
  const kinds = new Set(parts.flatMap(({ deadlines }) => deadlines.map(([kind]) => kind)));
  const ofKind = (kind: string) => addUp(parts.map(({ deadlines }) => new Map(deadlines).get(kind) ?? []));
  return {
    records: Object.fromEntries(sum(({ records }) => Object.entries(records))) as SavedSummary["records"],
    ignored: sum(({ ignored }) => ignored),
    rejections: sum(({ rejections }) => rejections),
    anomalies: sum(({ anomalies }) => anomalies),
    unknownValues: sum(({ unknownValues }) => unknownValues),
    faulted: parts.flatMap(({ faulted }) => faulted),
    pastBound: parts.flatMap(({ pastBound }) => pastBound),
    timeSuspects: parts.flatMap(({ timeSuspects }) => timeSuspects),
    measurements: parts.flatMap(({ measurements }) => measurements),
    deadlines: [...kinds].map((kind) => [kind, ofKind(kind)]),
    states: sum(({ states }) => states),
    policies: sum(({ policies }) => policies),
    damagedFiles: parts.flatMap(({ damagedFiles }) => damagedFiles),
    foreignFiles: parts.flatMap(({ foreignFiles }) => foreignFiles),
    from: Math.min(...parts.map(({ from }) => from)),
    to: Math.max(...parts.map(({ to }) => to)),
  };
}

function addUp(parts: readonly Counts[]): Counts {
  const total = new Map<string, number>();
  for (const [name, times] of parts.flat()) total.set(name, (total.get(name) ?? 0) + times);
  return [...total];
}
