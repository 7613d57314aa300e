import { formatDuration } from "../format";
import type { TimelineLayout } from "./layout";
import { AXIS_HEIGHT, heightOf, laneOf, type Scale, type Shown } from "./measures";
import { labelsOf, ticksOf } from "./ticks";

interface AxisProps {
  readonly layout: TimelineLayout;
  readonly zone: string;
  readonly shown: Shown;
  readonly scale: Scale;
}

const TICK_WIDTH = 110;
const DAY_MS = 86_400_000;

/** The instants above a drawing, and the stretches that are drawn short. */
export function Axis({ layout, zone, shown: { from, until }, scale }: AxisProps) {
  const height = heightOf(layout);
  const [left, right] = [layout.axis.instantAt(from), layout.axis.instantAt(until)];
  const ticks = ticksOf(layout, zone, { from: left, until: right, scale, width: TICK_WIDTH });
  const anchorOf = (x: number) =>
    x < scale(left) + TICK_WIDTH / 2 ? "start" : x > scale(right) - TICK_WIDTH / 2 ? "end" : "middle";
  const labelOf = labelsOf(ticks, zone);
  return (
    <g fill="var(--quiet)" clip-path={`url(#${laneOf(layout)})`}>
      {ticks.map((at) => (
        <g key={at}>
          <line
            x1={scale(at)}
            x2={scale(at)}
            y1={AXIS_HEIGHT - 6}
            y2={height}
            stroke="var(--line)"
            stroke-opacity="0.6"
          />
          <text x={scale(at)} y={AXIS_HEIGHT - 12} text-anchor={anchorOf(scale(at))}>
            {labelOf(at)}
          </text>
        </g>
      ))}
      {layout.axis.cuts.map((cut) => (
        <Cut
          key={cut.since}
          lengthMs={cut.until - cut.since}
          from={scale(cut.since)}
          until={scale(cut.until)}
          height={height}
          anchor={anchorOf((scale(cut.since) + scale(cut.until)) / 2)}
        />
      ))}
    </g>
  );
}

interface CutProps {
  readonly lengthMs: number;
  readonly from: number;
  readonly until: number;
  readonly height: number;
  readonly anchor: "start" | "middle" | "end";
}

function Cut({ lengthMs, from, until, height, anchor }: CutProps) {
  const length = lengthMs % DAY_MS === 0 ? `${lengthMs / DAY_MS}d` : formatDuration(lengthMs);
  const x = { start: from, middle: (from + until) / 2, end: until }[anchor];
  return (
    <g>
      <title>{`${length} in which nothing happened, drawn short`}</title>
      <rect x={from} y={AXIS_HEIGHT - 4} width={Math.max(2, until - from)} height={height} fill="var(--raised)" />
      <text x={x} y={AXIS_HEIGHT + 2} text-anchor={anchor} fill="var(--ink)">
        {`≈ ${length}`}
      </text>
    </g>
  );
}
