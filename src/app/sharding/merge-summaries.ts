import type { Summary } from "../summary";

/** The summaries of all workers as one: what counts is added; numbers and unknown values are those of `whole`. */
export function mergeSummaries(parts: readonly Summary[], whole: Summary): Summary {
  const sum = (pick: (part: Summary) => Readonly<Record<string, number>>) => addUp(parts.map(pick));
  const kinds = [...new Set(parts.flatMap(({ deadlines }) => Object.keys(deadlines)))].sort();
  return {
    type: whole.type,
    schemaVersion: whole.schemaVersion,
    records: sum(({ records }) => records) as Summary["records"],
    ignored: sorted(sum(({ ignored }) => ignored)),
    rejections: sorted(sum(({ rejections }) => rejections)),
    undated: parts.reduce((all, { undated }) => all + undated, 0),
    misrouted: parts.reduce((all, { misrouted }) => all + misrouted, 0),
    from: first(parts.map(({ from }) => from)),
    to: first(parts.map(({ to }) => to).reverse(), true),
    conversations: sum(({ conversations }) => conversations) as Summary["conversations"],
    measurements: whole.measurements,
    deadlines: Object.fromEntries(
      kinds.map((kind) => [kind, inOrder(addUp(parts.map(({ deadlines }) => deadlines[kind] ?? {})))]),
    ),
    anomalies: sorted(sum(({ anomalies }) => anomalies)),
    unknownValues: whole.unknownValues,
    damagedFiles: whole.damagedFiles,
  };
}

const STATUSES = ["pending", "met", "late", "overdue", "missed", "cancelled"];

function inOrder(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    STATUSES.map((status) => [status, counts[status] ?? 0] as const).filter(([, times]) => times > 0),
  );
}

function addUp(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const part of parts) {
    for (const [name, times] of Object.entries(part)) total[name] = (total[name] ?? 0) + times;
  }
  return total;
}

function sorted(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)),
  );
}

/** The earliest, or the latest, of instants as text. */
function first(texts: readonly (string | undefined)[], isLatest = false): string | undefined {
  const known = texts.filter((text) => text !== undefined).sort();
  return isLatest ? known.at(-1) : known[0];
}
