import { formatDuration, formatTime, inWords } from "../format";
import { kindOf, SIGNS } from "./kinds";
import type { Block, Mark, Row, TimelineLayout } from "./layout";

/** What of a timeline is drawn, how wide, and what happens when a block is chosen. */
export interface DrawingProps {
  readonly layout: TimelineLayout;
  readonly width: number;
  readonly zone: string;
  /** Which part of the axis is shown, from 0 to 1. */
  readonly from?: number;
  readonly until?: number;
  readonly labelOf: (row: Row) => string;
  readonly chosen?: string | undefined;
  readonly onChoose?: (row: Row, block: Block) => void;
}

export const LABEL_WIDTH = 190;
const ROW_HEIGHT = 46;
const AXIS_HEIGHT = 30;
const BLOCK_HEIGHT = 22;
const LETTER_WIDTH = 7.6;

/** Several drawings in one page have lanes of their own. */
function laneOf({ conversationId }: TimelineLayout): string {
  return `lane-${conversationId.replace(/[^\w-]/g, "")}`;
}

/** The height of a drawing. */
export function heightOf(layout: TimelineLayout): number {
  return AXIS_HEIGHT + layout.rows.length * ROW_HEIGHT + 8;
}

/** A conversation drawn: rows, blocks to scale, deadlines as marks. The same in the page and in files. */
export function Drawing(props: DrawingProps) {
  const { layout, width, zone } = props;
  const height = heightOf(layout);
  const scale = scaleOf(props);
  return (
    <svg
      class="timeline"
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="group"
      aria-label="Timeline"
      font-family="system-ui, sans-serif"
      font-size="12"
    >
      <defs>
        <Patterns />
        <clipPath id={laneOf(layout)}>
          <rect x={LABEL_WIDTH} y="0" width={Math.max(0, width - LABEL_WIDTH)} height={height} />
        </clipPath>
      </defs>
      <Axis {...props} scale={scale} height={height} />
      {layout.rows.map((row, index) => (
        <g key={row.key} transform={`translate(0 ${AXIS_HEIGHT + index * ROW_HEIGHT})`}>
          <line x1="0" x2={width} y1={ROW_HEIGHT - 0.5} y2={ROW_HEIGHT - 0.5} stroke="var(--line)" />
          <RowLabel row={row} label={props.labelOf(row)} />
          <g clip-path={`url(#${laneOf(layout)})`}>
            {[...row.blocks]
              .sort((one, other) => Number(one.isOver) - Number(other.isOver))
              .map((block) => (
                <BlockShape key={block.key} {...props} row={row} block={block} scale={scale} zone={zone} />
              ))}
            {row.marks.map((mark) => (
              <MarkShape key={mark.id} mark={mark} x={scale(mark.dueAt)} zone={zone} />
            ))}
          </g>
        </g>
      ))}
    </svg>
  );
}

/** From an instant to a place. */
export function scaleOf({ layout, width, from = 0, until = 1 }: DrawingProps): (at: number) => number {
  const room = Math.max(10, width - LABEL_WIDTH - 14);
  return (at) => LABEL_WIDTH + 4 + ((layout.axis.shareOf(at) - from) / (until - from)) * room;
}

function Patterns() {
  const line = { stroke: "var(--block-ink)", "stroke-opacity": 0.3 };
  return (
    <>
      <pattern id="stripes" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line x1="0" x2="0" y1="0" y2="8" stroke-width="4" {...line} />
      </pattern>
      <pattern id="dots" width="7" height="7" patternUnits="userSpaceOnUse">
        <circle cx="3" cy="3" r="1.3" fill="var(--block-ink)" fill-opacity="0.35" />
      </pattern>
      <pattern id="bars" width="7" height="7" patternUnits="userSpaceOnUse">
        <line x1="0" x2="0" y1="0" y2="7" stroke-width="2" {...line} />
      </pattern>
      <pattern id="grid" width="7" height="7" patternUnits="userSpaceOnUse">
        <path d="M0 0H7M0 0V7" stroke-width="1.6" fill="none" {...line} />
      </pattern>
      <linearGradient id="fade">
        <stop offset="0" stop-color="var(--panel)" stop-opacity="0" />
        <stop offset="1" stop-color="var(--panel)" stop-opacity="0.95" />
      </linearGradient>
    </>
  );
}

function Axis({
  layout,
  width,
  zone,
  from = 0,
  until = 1,
  scale,
  height,
}: DrawingProps & { readonly scale: (at: number) => number; readonly height: number }) {
  const count = Math.max(2, Math.floor((width - LABEL_WIDTH) / 110));
  const ticks = Array.from({ length: count + 1 }, (_, index) =>
    layout.axis.instantAt(from + ((until - from) * index) / count),
  );
  return (
    <g fill="var(--quiet)" clip-path={`url(#${laneOf(layout)})`}>
      {ticks.map((at, index) => (
        <g key={index}>
          <line
            x1={scale(at)}
            x2={scale(at)}
            y1={AXIS_HEIGHT - 6}
            y2={height}
            stroke="var(--line)"
            stroke-opacity="0.6"
          />
          <text
            x={scale(at)}
            y={AXIS_HEIGHT - 12}
            text-anchor={index === 0 ? "start" : index === count ? "end" : "middle"}
          >
            {formatTime(at, zone)}
          </text>
        </g>
      ))}
      {layout.axis.cuts.map(({ since, until: end }) => (
        <g key={since}>
          <title>{`${formatDuration(end - since)} in which nothing happened, drawn short`}</title>
          <rect
            x={scale(since)}
            y={AXIS_HEIGHT - 4}
            width={Math.max(2, scale(end) - scale(since))}
            height={height}
            fill="var(--raised)"
          />
          <text x={(scale(since) + scale(end)) / 2} y={AXIS_HEIGHT + 2} text-anchor="middle" fill="var(--ink)">
            {`≈ ${formatDuration(end - since)}`}
          </text>
        </g>
      ))}
    </g>
  );
}

function RowLabel({ row, label }: { readonly row: Row; readonly label: string }) {
  const anomalies = Object.entries(row.anomalies);
  const medium = [row.mediaType, row.episode === undefined ? "" : `#${row.episode}`].join(" ");
  return (
    <g>
      {row.note !== undefined && <title>{row.note}</title>}
      <text x="4" y="18" fill="var(--ink)" font-weight="600">
        {label.length > 25 ? `${label.slice(0, 24)}…` : label}
      </text>
      <text x="4" y="35" fill="var(--quiet)">
        {medium}
        {anomalies.length > 0 && (
          <tspan fill="var(--warn)">{`  ⚠ ${anomalies.reduce((sum, [, times]) => sum + times, 0)}`}</tspan>
        )}
      </text>
    </g>
  );
}

interface BlockProps extends DrawingProps {
  readonly row: Row;
  readonly block: Block;
  readonly scale: (at: number) => number;
}

function BlockShape({ row, block, scale, layout, zone, chosen, onChoose, labelOf }: BlockProps) {
  const { word, colour, pattern } = kindOf(block.type);
  const x = scale(block.fromAt);
  const untilAt = block.untilAt ?? layout.nowAt;
  const width = Math.max(2, scale(untilAt) - x);
  const height = block.isOver ? BLOCK_HEIGHT - 8 : BLOCK_HEIGHT;
  const y = block.isOver ? 16 : 12;
  const length = formatDuration(untilAt - block.fromAt);
  const end = block.untilAt === undefined ? "still going on" : `until ${formatTime(block.untilAt, zone)}`;
  const said = `${word}, ${length}, from ${formatTime(block.fromAt, zone)} ${end}, ${labelOf(row)}`;
  const key = `${row.key}|${block.key}`;
  const choose = onChoose && (() => onChoose(row, block));
  const fits = (words: string) => width > LETTER_WIDTH * words.length + 12;
  const text = [`${word} ${length}`, word, ""].find(fits) ?? "";
  const act = choose && {
    tabIndex: 0,
    role: "button" as const,
    "aria-pressed": chosen === key,
    onClick: choose,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose();
    },
  };
  return (
    <g class={chosen === key ? "block chosen" : "block"} aria-label={said} {...act}>
      <title>{said}</title>
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx="3"
        fill={`var(--${colour})`}
        stroke={chosen === key ? "var(--ink)" : "var(--panel)"}
        stroke-width={chosen === key ? 2 : 1}
      />
      {pattern !== undefined && <rect x={x} y={y} width={width} height={height} rx="3" fill={`url(#${pattern})`} />}
      {block.untilAt === undefined && (
        <rect x={x + width / 2} y={y} width={width / 2 + 1} height={height} fill="url(#fade)" />
      )}
      {text !== "" && (
        <text
          x={x + 6}
          y={y + height / 2 + 4}
          fill="var(--block-ink)"
          stroke={`var(--${colour})`}
          stroke-width="3"
          paint-order="stroke"
          font-size={block.isOver ? 10.5 : 12}
          font-weight="600"
        >
          {text}
        </text>
      )}
    </g>
  );
}

const MARK_COLOUR = { good: "var(--good)", warn: "var(--warn)", bad: "var(--bad)", plain: "var(--quiet)" };

function MarkShape({ mark, x, zone }: { readonly mark: Mark; readonly x: number; readonly zone: string }) {
  const { sign, state } = SIGNS[mark.status] ?? { sign: "?", state: "plain" as const };
  const met = mark.metAt === undefined ? "" : `, came ${formatTime(mark.metAt, zone)}`;
  const said = `${inWords(mark.kind)}: ${mark.status}, due ${formatTime(mark.dueAt, zone)}${met}`;
  return (
    <g aria-label={said} role="img">
      <title>{said}</title>
      <line
        x1={x}
        x2={x}
        y1="9"
        y2={ROW_HEIGHT - 8}
        stroke={MARK_COLOUR[state]}
        stroke-width="1.5"
        stroke-dasharray={state === "plain" ? "3 2" : undefined}
      />
      <circle cx={x} cy="9" r="7" fill="var(--panel)" stroke={MARK_COLOUR[state]} stroke-width="1.5" />
      <text x={x} y="13" text-anchor="middle" font-size="10" font-weight="700" fill={MARK_COLOUR[state]}>
        {sign}
      </text>
    </g>
  );
}
