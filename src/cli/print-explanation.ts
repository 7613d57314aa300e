import { formatLength } from "../app/duration";
import { inOrderOfPosition, type ExplainedTerm, type Explanation } from "../app/explain";
import { spellGapRecord } from "../models/gap";
import { describePosition } from "../models/position";

/** Why numbers are what they are, as a person reads it. */
export function describeExplanations(explanations: readonly Explanation[]): string {
  return `${explanations.map(describeOne).join("\n\n")}\n`;
}

function describeOne(explanation: Explanation): string {
  const { id, name, final, definition } = explanation;
  const heading = final.retracted === true ? `${name}: taken back` : `${name} = ${valueOf(explanation)}`;
  const about = [final.purpose, final.mediaType, final.direction, final.userId && `agent ${final.userId}`]
    .concat(final.queueId && `queue ${final.queueId}`)
    .filter((text) => text !== undefined && text !== "");
  return [
    heading,
    `  id       ${id}`,
    ...(about.length > 0 ? [`  about    ${about.join(", ")}`] : []),
    ...Object.entries(definition).map(([what, text]) => `  ${what.padEnd(8)} ${text}`),
    ...(explanation.gaps ?? []).map((gap) => `  gap      ${spellGapRecord(gap)}: records of it may be missing`),
    ...describeFormula(explanation),
    ...describeRevisions(explanation),
    ...describeDeadlines(explanation),
    ...describeEvidence(explanation),
  ].join("\n");
}

function valueOf({ final }: Explanation): string {
  if (final.type === "deadline") return `${final.status ?? "?"} (due ${final.dueAt ?? "?"})`;
  const isTime = final.name.startsWith("t");
  const value = final.value ?? 0;
  return isTime ? `${String(value)} ms (${formatLength(value)}), dated ${final.emitDate ?? "?"}` : String(value);
}

function describeFormula({ formula, beside, result, final }: Explanation): string[] {
  if (formula.length === 0) return [];
  const lines = formula.map(describeTerm);
  const isWhole = final.type === "measurement" && final.value === result;
  return [
    "",
    "  Formula",
    ...lines,
    `    = ${String(result)} ms${isWhole ? "" : " (the number itself differs: see the revisions)"}`,
    ...(beside.length > 0 ? ["  Beside it, not counted", ...beside.map(describeTerm)] : []),
  ];
}

function describeTerm({ sign, what, from, to, ms, fromKnown, toKnown, saidIn }: ExplainedTerm): string {
  const known = [
    ...(from === undefined ? [] : [`        from ${from}  (${fromKnown ?? "?"})`]),
    ...(to === undefined ? [] : [`        to   ${to}  (${toKnown ?? "?"})`]),
    ...(saidIn === undefined ? [] : [`        said in ${saidIn}`]),
  ];
  return [`    ${sign} ${String(ms)} ms  ${what}`, ...known].join("\n");
}

function describeRevisions({ revisions }: Explanation): string[] {
  const lines = revisions.map(({ revision, emitted, why, cause }) => {
    const where = cause === undefined ? "" : ` [${describePosition(cause)}]`;
    return `    revision ${String(revision)}: ${emitted}\n        ${why}${where}`;
  });
  return ["", "  Emitted", ...lines];
}

function describeDeadlines({ deadlines }: Explanation): string[] {
  if (deadlines.length === 0) return [];
  const lines = deadlines.map(
    ({ kind, status, dueAt, metAt }) =>
      `    ${kind}: ${status ?? "?"}, due ${dueAt ?? "?"}${metAt === undefined ? "" : `, met ${metAt}`}`,
  );
  return ["", "  Deadlines around it", ...lines];
}

function describeEvidence({ evidence }: Explanation): string[] {
  if (evidence.length === 0) return [];
  const lines = inOrderOfPosition(evidence).map(({ position, at, record }) => {
    const text = record === undefined ? "(not in this log)" : JSON.stringify(record);
    return `    ${describePosition(position)}${at === undefined ? "" : `  ${at}`}\n        ${text}`;
  });
  return ["", "  Records that set it (personal data masked)", ...lines];
}
