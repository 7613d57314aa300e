import { useSignal } from "@preact/signals";

import { formatDuration, formatInstant, formatTime, inWords } from "../format";
import { zone } from "../settings";
import { kindOf } from "../timeline/kinds";
import type { Block, Row, TimelineLayout } from "../timeline/layout";

interface Position {
  readonly file?: string;
  readonly line?: number;
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: number;
}

interface Explanation {
  readonly id: string;
  readonly name: string;
  readonly final: {
    readonly type: string;
    readonly participantId?: string;
    readonly communicationId?: string;
    readonly value?: number;
    readonly origin?: string;
    readonly revision: number;
    readonly status?: string;
  };
  readonly definition: Readonly<Record<string, string>>;
  readonly formula: readonly {
    readonly sign: string;
    readonly what: string;
    /** A total that the platform gives has none. */
    readonly from?: string;
    readonly to?: string;
    readonly ms: number;
  }[];
  readonly result?: number;
  readonly evidence: readonly { readonly position: Position; readonly at?: string }[];
  readonly revisions: readonly unknown[];
}

/** What the server says of why. */
export interface Evidence {
  readonly explanations: readonly Explanation[];
  readonly records: readonly {
    readonly position: Position;
    readonly at?: string;
    readonly outcome: string;
    readonly behindMs: number;
    readonly record: unknown;
  }[];
}

interface WhyProps {
  /** A text says why there is none. */
  readonly evidence: Evidence | string | undefined;
  readonly layout: TimelineLayout;
  readonly row: Row | undefined;
  readonly block: Block | undefined;
  readonly labelOf: (row: Row) => string;
}

/** Why a block is as long as it is: its numbers with their formulas, and the records that made it. */
export function Why({ evidence, layout: { rows, nowAt }, row, block, labelOf }: WhyProps) {
  if (evidence === undefined) return null;
  if (typeof evidence === "string") {
    return (
      <section class="panel">
        <h2>Why</h2>
        <p class="nothing">The records are not kept here. {evidence}</p>
      </section>
    );
  }
  const shown =
    row === undefined || block === undefined
      ? evidence.explanations.filter(({ name, final }) => name === "tHandle" && final.value !== undefined)
      : evidence.explanations.filter(
          ({ final, formula }) => isAbout(final, row) && formula.some((term) => isTermOf(term, block)),
        );
  const ownerOf = ({ final }: Explanation) => rows.filter((one) => isAbout(final, one)).map(labelOf)[0];
  const made = new Set(shown.flatMap((one) => one.evidence.map(({ position }) => keyOf(position))));
  return (
    <section class="panel">
      <h2>Why</h2>
      <div class="columns">
        <div>
          {row === undefined || block === undefined ? (
            <p class="quiet">
              {shown.length > 0 ? "The handle time of each agent. " : ""}Choose a block of the timeline for its numbers.
            </p>
          ) : (
            <p>
              <strong>{kindOf(block.type).word}</strong> of {labelOf(row)},{" "}
              {formatDuration((block.untilAt ?? nowAt) - block.fromAt)} from {formatTime(block.fromAt, zone.value)}
              {shown.length === 0 && ". No number is made of it yet."}
            </p>
          )}
          {shown.map((explanation) => (
            <Explained key={explanation.id} explanation={explanation} of={block ? undefined : ownerOf(explanation)} />
          ))}
        </div>
        <Records key={block?.key} records={evidence.records} made={made} />
      </div>
    </section>
  );
}

function Records({ records, made }: { readonly records: Evidence["records"]; readonly made: ReadonlySet<string> }) {
  const chosen = useSignal<number | undefined>(undefined);
  const firstMade = records.findIndex(({ position }) => made.has(keyOf(position)));
  const shown = chosen.value ?? Math.max(0, firstMade);
  const record = records[shown];
  return (
    <div>
      <h3>Records, as they came</h3>
      <ul class="records">
        {records.map(({ position, at, behindMs, outcome }, index) => (
          <li key={index}>
            <button type="button" aria-pressed={index === shown} onClick={() => (chosen.value = index)}>
              {made.has(keyOf(position)) && <span class="made">● made it </span>}
              {placeOf(position)} <span class="quiet">{formatTime(at, zone.value)}</span>
              {outcome !== "folded" && <span class="state plain"> {outcome}</span>}
              {behindMs > 0 && <span class="state warn"> ▲ came {formatDuration(behindMs)} late</span>}
            </button>
          </li>
        ))}
      </ul>
      {record !== undefined && (
        <pre tabindex={0} role="region" aria-label="The record, what is personal in it masked">
          {JSON.stringify(record.record, undefined, 2)}
        </pre>
      )}
    </div>
  );
}

function Explained({
  explanation: { name, final, definition, formula, result, revisions },
  of,
}: {
  readonly explanation: Explanation;
  /** Whose number it is, where nothing else says it. */
  readonly of: string | undefined;
}) {
  return (
    <article class="explained">
      <h3>
        {name}
        {of !== undefined && ` of ${of}`}{" "}
        {final.value === undefined ? (final.status ?? "") : `= ${formatDuration(final.value)}`}
        {revisions.length > 1 && <span class="state warn"> ▲ corrected {revisions.length - 1} ×</span>}
      </h3>
      <p>{(definition["meaning"] ?? definition["due"])?.replaceAll("`", "")}</p>
      <ol class="formula">
        {formula.map(({ sign, what, from, to, ms }, index) => (
          <li key={index}>
            {sign} {inWords(what)}{" "}
            {from && to && `${formatInstant(from, zone.value)} to ${formatTime(to, zone.value)} `}= {formatDuration(ms)}{" "}
            <span class="quiet">({ms} ms)</span>
          </li>
        ))}
      </ol>
      {result !== undefined && final.value !== undefined && (
        <p class="quiet">
          Comes to {result} ms; {inWords(final.origin ?? "")}, revision {final.revision}.
        </p>
      )}
    </article>
  );
}

function isAbout(final: Explanation["final"], row: Row): boolean {
  return (
    final.type === "measurement" &&
    final.participantId === row.participantId &&
    final.communicationId === row.communicationId
  );
}

function isTermOf({ from, to }: { readonly from?: string; readonly to?: string }, block: Block): boolean {
  if (from === undefined || to === undefined) return false;
  const [start, end] = [Date.parse(from), Date.parse(to)];
  return start >= block.fromAt && end <= (block.untilAt ?? Infinity);
}

const keyOf = (position: Position) =>
  JSON.stringify([position.file, position.line, position.partition, position.offset]);

function placeOf({ file, line, partition, offset }: Position): string {
  return file === undefined ? `partition ${partition ?? ""} offset ${offset ?? ""}` : `${file}:${line ?? ""}`;
}
