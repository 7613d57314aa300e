import type { ComponentChildren } from "preact";

import type { ReportContext } from "../../static-pages";
import type { LogReport, PromiseOutcome } from "../../../models/log-report";
import type { ConversationRecord } from "../../../models/view";
import { formatCount, formatDuration, formatInstant, formatShare, inWords, UNKNOWN } from "../format";
import { BarChart } from "./bar-chart";
import { QueueSections } from "./queue-sections";

interface ReportProps {
  readonly report: LogReport;
  readonly context: ReportContext;
  readonly timelineOf: (view: ConversationRecord) => ComponentChildren;
}

/** What happened in a log: volumes, queues, lengths, promises, what was rejected, and what took longest. */
export function Report({ report, context, timelineOf }: ReportProps) {
  const { from, to, slowest } = report;
  const { zone, names, tables } = context;
  return (
    <>
      <h1>What happened in a log</h1>
      <p class="quiet">
        From {formatInstant(from, zone)} to {formatInstant(to, zone)}, {zone}.{" "}
        {names === undefined
          ? "Nothing in this file names a person, and nothing in it is fetched from elsewhere."
          : "Queues and people of the centre have the names of the file that was given. Nothing is fetched from elsewhere."}
      </p>
      <Tiles report={report} />
      <Volumes report={report} zone={zone} />
      <QueueSections tables={tables} />
      <h2>How long things took</h2>
      <div class="charts">
        {report.distributions.map(({ name, meaning, count, medianMs, p95Ms, bins }) => (
          <BarChart
            key={name}
            title={`${name}: median ${formatDuration(medianMs)}, 95th percentile ${formatDuration(p95Ms)}, ${formatCount(count)} in all`}
            note={meaning.replaceAll("`", "")}
            width={400}
            bars={bins.map(({ fromMs, untilMs, count: height }) => ({
              label:
                untilMs === undefined
                  ? `${formatDuration(fromMs)} and more`
                  : `${formatDuration(fromMs)} to ${formatDuration(untilMs)}`,
              short: formatDuration(fromMs),
              height,
            }))}
            unit="times"
          />
        ))}
      </div>
      <Promises promises={report.promises} />
      <Rejected report={report} />
      <Slowest slowest={slowest} timelineOf={timelineOf} />
    </>
  );
}

function Slowest({ slowest, timelineOf }: Pick<LogReport, "slowest"> & Pick<ReportProps, "timelineOf">) {
  return (
    <>
      <h2>The slowest conversations</h2>
      {slowest.length === 0 && <p class="quiet">Nobody worked in a conversation to its end in it.</p>}
      {slowest.length > 0 && (
        <p class="quiet">
          By handling: the sum of tHandle of all who worked in it, which is talk, holds and after-call work, without
          time parked.
        </p>
      )}
      {slowest.map(({ handleMs, view }) => (
        <section key={view.id}>
          <h3>
            {view.id}: {formatDuration(handleMs)} of handling (tHandle)
          </h3>
          {timelineOf(view)}
        </section>
      ))}
    </>
  );
}

function Tiles({ report: { totals } }: { readonly report: LogReport }) {
  return (
    <dl class="tiles">
      {totals.map(({ name, rule, count }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{formatCount(count)}</dd>
          <dd class="rule">{rule}</dd>
        </div>
      ))}
    </dl>
  );
}

function Volumes({ report: { volumes, volumeMs }, zone }: { readonly report: LogReport; readonly zone: string }) {
  if (volumes.length === 0) return null;
  return (
    <>
      <h2>How much came</h2>
      <BarChart
        title={`Conversations that began, in each ${inUnits(volumeMs)}`}
        bars={volumes.map(({ fromAt, conversations }) => ({
          label: formatInstant(fromAt, zone),
          short: formatInstant(fromAt, zone).slice(5, 16),
          height: conversations,
        }))}
        unit="conversations"
        width={1200}
      />
    </>
  );
}

/** How long each bar is, in its largest whole unit: bars are of whole minutes. */
function inUnits(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 60) return `${minutes} min`;
  return minutes < 1440 ? `${minutes / 60} h` : `${minutes / 1440} d`;
}

const STATUSES = ["met", "late", "missed", "overdue", "cancelled"] as const;

function Promises({ promises }: { readonly promises: readonly PromiseOutcome[] }) {
  return (
    <>
      <h2>Deadlines</h2>
      <div class="wide" tabindex={0} role="region" aria-label="Deadlines">
        <table>
          <caption>Deadlines by kind and outcome; kept is of those judged, cancelled ones left out</caption>
          <thead>
            <tr>
              <th scope="col">Promise</th>
              <th scope="col" class="number">
                Kept
              </th>
              {STATUSES.map((status) => (
                <th key={status} scope="col" class="number">
                  {status}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {promises.map(({ kind, counts }) => (
              <tr key={kind}>
                <th scope="row">{inWords(kind)}</th>
                <td class="number">{formatShare(keptShare(counts))}</td>
                {STATUSES.map((status) => (
                  <td key={status} class="number">
                    {formatCount(counts[status] ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function keptShare(counts: Readonly<Record<string, number>>): number | undefined {
  const of = (name: (typeof STATUSES)[number]) => counts[name] ?? 0;
  const judged = of("met") + of("late") + of("missed") + of("overdue");
  return judged === 0 ? undefined : of("met") / judged;
}

function Rejected({ report: { rejections, damagedFiles } }: { readonly report: LogReport }) {
  const entries = Object.entries(rejections);
  return (
    <>
      <h2>What was rejected</h2>
      {entries.length === 0 ? (
        <p class="quiet">Nothing.</p>
      ) : (
        <table>
          <caption>Records, or participants of them, by reason</caption>
          <tbody>
            {entries.map(([reason, count]) => (
              <tr key={reason}>
                <th scope="row">{inWords(reason)}</th>
                <td class="number">{formatCount(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {damagedFiles.map(({ file, problem }) => (
        <p key={file} class="state bad">
          ! {file} could not be read to its end: {problem || UNKNOWN}
        </p>
      ))}
    </>
  );
}
