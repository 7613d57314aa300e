import { inStatusOrder, sorted, type Summary } from "../summary";

/** The summaries of all workers as one: what counts is added; numbers and unknown values are those of `whole`. */
export function mergeSummaries(parts: readonly Summary[], whole: Summary): Summary {
  const sum = (pick: (part: Summary) => Readonly<Record<string, number>>) => addUp(parts.map(pick));
  const instants = [...parts.map(({ from }) => from), ...parts.map(({ to }) => to)];
  const known = instants.filter((instant) => instant !== undefined).sort();
  const kinds = [...new Set(parts.flatMap(({ deadlines }) => Object.keys(deadlines)))].sort();
  return {
    type: whole.type,
    schemaVersion: whole.schemaVersion,
    records: Object.fromEntries(sum(({ records }) => records)) as Summary["records"],
    ignored: sorted(sum(({ ignored }) => ignored)),
    rejections: sorted(sum(({ rejections }) => rejections)),
    undated: parts.reduce((all, { undated }) => all + undated, 0),
    misrouted: parts.reduce((all, { misrouted }) => all + misrouted, 0),
    from: known[0],
    to: known.at(-1),
    conversations: Object.fromEntries(sum(({ conversations }) => conversations)) as Summary["conversations"],
    measurements: whole.measurements,
    deadlines: Object.fromEntries(
      kinds.map((kind) => [kind, inStatusOrder(addUp(parts.map(({ deadlines }) => deadlines[kind] ?? {})))]),
    ),
    anomalies: sorted(sum(({ anomalies }) => anomalies)),
    unknownValues: whole.unknownValues,
    damagedFiles: whole.damagedFiles,
  };
}

function addUp(parts: readonly Readonly<Record<string, number>>[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const part of parts) {
    for (const [name, times] of Object.entries(part)) total.set(name, (total.get(name) ?? 0) + times);
  }
  return total;
}
