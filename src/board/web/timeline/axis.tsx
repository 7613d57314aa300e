import { formatDuration, formatTime } from "../format";
import type { TimelineLayout } from "./layout";
import { AXIS_HEIGHT, heightOf, LABEL_WIDTH, laneOf, type Scale, type Shown } from "./measures";

interface AxisProps {
  readonly layout: TimelineLayout;
  readonly width: number;
  readonly zone: string;
  readonly shown: Shown;
  readonly scale: Scale;
}

const TICK_WIDTH = 110;

/** The instants above a drawing, and the stretches that are drawn short. */
export function Axis({ layout, width, zone, shown: { from, until }, scale }: AxisProps) {
  const height = heightOf(layout);
  const count = Math.max(2, Math.floor((width - LABEL_WIDTH) / TICK_WIDTH));
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
      {layout.axis.cuts.map((cut) => (
        <Cut
          key={cut.since}
          lengthMs={cut.until - cut.since}
          from={scale(cut.since)}
          until={scale(cut.until)}
          height={height}
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
}

function Cut({ lengthMs, from, until, height }: CutProps) {
  const length = formatDuration(lengthMs);
  return (
    <g>
      <title>{`${length} in which nothing happened, drawn short`}</title>
      <rect x={from} y={AXIS_HEIGHT - 4} width={Math.max(2, until - from)} height={height} fill="var(--raised)" />
      <text x={(from + until) / 2} y={AXIS_HEIGHT + 2} text-anchor="middle" fill="var(--ink)">
        {`≈ ${length}`}
      </text>
    </g>
  );
}
