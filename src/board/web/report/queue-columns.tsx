import type { ComponentChildren } from "preact";

import type { TimeName, WaitCount } from "../../../answers/cell";
import type { ReportManifest } from "../../../answers/report";
import type { ReportRow } from "../../../answers/report-row";
import type { Level } from "../../../answers/service-levels";
import { formatTenths } from "../../../models/share";
import { formatCount, formatDuration, inWords, UNKNOWN } from "../format";
import { Of } from "../parts/state";

/** A column of a table of queues or intervals. */
export interface ReportColumn {
  readonly name: string;
  readonly cell: (row: ReportRow) => ComponentChildren;
}

type Formulas = ReportManifest["formulas"];

/** The service level of the board. */
const OF_THE_BOARD = "platformWithoutShortAbandons";

/** Which service level stands beside the counts: that of the board, or the policy's first. */
export function shownLevel(formulas: Formulas): number {
  return Math.max(
    0,
    formulas.findIndex(({ name }) => name === OF_THE_BOARD),
  );
}

/** Waits, lengths and work, behind one service level. */
export function workColumns(formulas: Formulas): ReportColumn[] {
  const shown = shownLevel(formulas);
  return [
    { name: "Service level", cell: ({ serviceLevels }) => <Share level={serviceLevels[shown]} /> },
    count("Offered", "offered"),
    count("Answered", "answered"),
    count("Abandoned", "abandoned"),
    count("Of them\u00a0short", "shortAbandoned"),
    count("Flowed out", "flowedOut"),
    count("Cancelled", "cancelled"),
    count("Waiting at the end", "waitingAtEnd"),
    mean("Speed of answer", "answer"),
    mean("Talk", "talk"),
    mean("Hold", "hold"),
    mean("After-call work", "afterCallWork"),
    mean("Handle", "handle"),
    { name: "Handled", cell: ({ times }) => formatCount(times.handle.count) },
    { name: "Callbacks kept", cell: ({ callbacks }) => <Kept {...callbacks} /> },
  ];
}

/** A column for each service level, with what it leaves out. */
export function levelColumns(formulas: Formulas): ReportColumn[] {
  return formulas.map(({ name }, index) => ({
    name: inWords(name),
    cell: ({ serviceLevels }) => (
      <>
        <Share level={serviceLevels[index]} />
        <LeftOut level={serviceLevels[index]} />
      </>
    ),
  }));
}

function count(name: string, of: WaitCount): ReportColumn {
  return { name, cell: ({ waits }) => formatCount(waits[of]) };
}

function mean(name: string, of: TimeName): ReportColumn {
  return { name, cell: ({ times }) => formatDuration(times[of].meanMs) };
}

/** A share with its counts: a percentage alone says nothing. */
function Share({ level }: { readonly level: Level | undefined }) {
  if (level === undefined) return <>{UNKNOWN}</>;
  return (
    <>
      {level.value === null ? UNKNOWN : formatTenths(level.value)}
      <Of part={level.numerator} whole={level.denominator} />
    </>
  );
}

function LeftOut({ level }: { readonly level: Level | undefined }) {
  const left = Object.values(level?.excluded ?? {}).reduce((sum, times) => sum + times, 0);
  return left === 0 ? null : <span class="of">, {formatCount(left)} left out</span>;
}

function Kept({ kept, promised }: ReportRow["callbacks"]) {
  return (
    <>
      {formatCount(kept)}
      {promised > 0 && <span class="of"> of {formatCount(promised)}</span>}
    </>
  );
}
