import { render } from "preact-render-to-string";

import type { NameBook } from "../../models/name-book";
import { ownValue } from "../../models/own-value";
import type { StaticPages } from "../static-pages";
import { formatDuration, formatInstant } from "./format";
import { paletteStyle } from "./palette";
import { Report } from "./report/report";
import { STATIC_STYLES } from "./static-styles";
import { Drawing } from "./timeline/drawing";
import { layOut, type Row, type TimelineLayout } from "./timeline/layout";
import { Legend, DeadlineTable, Twin } from "./timeline/twin";

const WIDTH = 1200;
const ZONE = "UTC";

/** Pages and pictures that stand alone: drawn once, with nothing that runs and nothing from elsewhere. */
export const staticPages: StaticPages = {
  timelineSvg(view, asOf) {
    const layout = layOut(view, asOf);
    const drawn = render(<Drawing layout={layout} width={WIDTH} zone={ZONE} labelOf={labelsOf(layout, undefined)} />);
    const style = `${paletteStyle("light")};background:var(--panel)`;
    return `${drawn.replace("<svg ", `<svg style="${style}" `)}\n`;
  },
  timelineHtml(view, asOf) {
    const layout = layOut(view, asOf);
    return page(
      `Conversation ${view.id}`,
      <>
        <h1>Conversation {view.id}</h1>
        <p>
          {view.state}, from {formatInstant(view.startTime, ZONE)} UTC, last news {formatInstant(view.lastNews, ZONE)}{" "}
          UTC, {formatDuration(layout.axis.to - layout.axis.from)} in all
        </p>
        <Timeline layout={layout} />
      </>,
    );
  },
  reportHtml: (report, context) =>
    page(
      "Report of a log",
      <Report
        report={report}
        context={context}
        timelineOf={(view) => <Timeline layout={layOut(view, Date.parse(report.asOf))} {...context} />}
      />,
    ),
};

interface TimelineProps {
  readonly layout: TimelineLayout;
  readonly zone?: string;
  readonly names?: NameBook | undefined;
}

/** A timeline with its twin as tables. */
function Timeline({ layout, zone = ZONE, names }: TimelineProps) {
  const shown = { layout, zone, labelOf: labelsOf(layout, names) };
  return (
    <>
      <div class="wide" tabindex={0} role="region" aria-label={`Timeline of ${layout.conversationId}`}>
        <Drawing {...shown} width={WIDTH} />
      </div>
      <Legend layout={layout} />
      <details>
        <summary>As tables</summary>
        <div class="wide" tabindex={0} role="region" aria-label={`Tables of ${layout.conversationId}`}>
          <Twin {...shown} />
          <DeadlineTable {...shown} />
        </div>
      </details>
    </>
  );
}

/** What rows are called. Without a name a person is a number: an id may be a name. A queue is the beginning of its id. */
function labelsOf({ rows }: TimelineLayout, names: NameBook | undefined): (row: Row) => string {
  const people = [...new Set(rows.map(({ userId }) => userId).filter((id) => id !== undefined))];
  const nameIn = (book: keyof NameBook, id: string) => names && ownValue(names[book], id.toLowerCase());
  return ({ purpose, userId, queueId }) => {
    if (userId !== undefined) return nameIn("users", userId) ?? `${purpose} ${people.indexOf(userId) + 1}`;
    if (purpose !== "acd" || queueId === undefined) return purpose;
    return nameIn("queues", queueId) ?? `${purpose} ${queueId.slice(0, 8)}`;
  };
}

function page(title: string, body: preact.ComponentChildren): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
  const styles = `:root{${paletteStyle("light")}}@media (prefers-color-scheme:dark){:root{${paletteStyle("dark")}}}${STATIC_STYLES}`;
  const text = render(<main>{body}</main>);
  const name = render(<title>{title}</title>);
  return `<!doctype html>\n<html lang="en"><head>${head}${name}<style>${styles}</style></head><body>${text}</body></html>\n`;
}
