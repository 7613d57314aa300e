import { Axis } from "./axis";
import { BlockShape, BlockWord } from "./block-shape";
import type { Block, Row, TimelineLayout } from "./layout";
import { MarkShape } from "./mark-shape";
import {
  ALL,
  AXIS_HEIGHT,
  heightOf,
  LABEL_WIDTH,
  laneOf,
  ROW_HEIGHT,
  scaleOf,
  type Scale,
  type Shown,
} from "./measures";
import { Patterns } from "./patterns";

/** What of a timeline is drawn, how wide, and what happens when a block is chosen. */
export interface DrawingProps {
  readonly layout: TimelineLayout;
  readonly width: number;
  readonly zone: string;
  readonly shown?: Shown;
  readonly labelOf: (row: Row) => string;
  readonly chosen?: string | undefined;
  readonly onChoose?: (row: Row, block: Block) => void;
}

/** A conversation drawn: rows, blocks to scale, deadlines as marks. The same in the page and in files. */
export function Drawing(props: DrawingProps) {
  const { layout, width, zone, shown = ALL } = props;
  const height = heightOf(layout);
  const scale = scaleOf(layout, width, shown);
  const size = { viewBox: `0 0 ${width} ${height}`, width, height };
  return (
    <svg
      class="timeline"
      xmlns="http://www.w3.org/2000/svg"
      {...size}
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
      <Axis layout={layout} zone={zone} shown={shown} scale={scale} />
      {layout.rows.map((row, index) => (
        <g key={row.key} transform={`translate(0 ${AXIS_HEIGHT + index * ROW_HEIGHT})`}>
          <line x1="0" x2={width} y1={ROW_HEIGHT - 0.5} y2={ROW_HEIGHT - 0.5} stroke="var(--line)" />
          <RowLabel row={row} label={props.labelOf(row)} />
          <Lane {...props} row={row} scale={scale} />
        </g>
      ))}
    </svg>
  );
}

function Lane({
  layout,
  zone,
  row,
  scale,
  labelOf,
  chosen,
  onChoose,
}: DrawingProps & { readonly row: Row; readonly scale: Scale }) {
  const blocks = [...row.blocks].sort((one, other) => Number(one.isOver) - Number(other.isOver));
  return (
    <g clip-path={`url(#${laneOf(layout)})`}>
      {blocks.map((block) => (
        <BlockShape
          key={block.key}
          block={block}
          scale={scale}
          nowAt={layout.nowAt}
          zone={zone}
          label={labelOf(row)}
          isChosen={chosen === blockId(row, block)}
          onChoose={onChoose && (() => onChoose(row, block))}
        />
      ))}
      {row.marks.map((mark) => (
        <MarkShape key={mark.id} mark={mark} x={scale(mark.dueAt)} zone={zone} />
      ))}
      {blocks.map((block) => (
        <BlockWord
          key={block.key}
          block={block}
          coveredFrom={coveredFrom(block, row.blocks)}
          scale={scale}
          nowAt={layout.nowAt}
        />
      ))}
    </g>
  );
}

/** The name of a block within its conversation. */
export function blockId(row: Row, block: Block): string {
  return `${row.key}|${block.key}`;
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

/** Where the first block begins that lies over another, as a hold does over the talk: its word ends before that. */
function coveredFrom(block: Block, blocks: readonly Block[]): number | undefined {
  if (block.isOver) return undefined;
  const covering = blocks.filter(
    ({ isOver, fromAt }) => isOver && fromAt >= block.fromAt && fromAt < (block.untilAt ?? Infinity),
  );
  return covering.length === 0 ? undefined : Math.min(...covering.map(({ fromAt }) => fromAt));
}
