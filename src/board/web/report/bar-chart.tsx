import type { ComponentChildren } from "preact";

import { formatCount } from "../format";

/** A bar: what it stands for, in full and in short. */
export interface Bar {
  readonly label: string;
  readonly short: string;
  readonly height: number;
}

interface BarChartProps {
  readonly title: string;
  readonly note?: string;
  readonly bars: readonly Bar[];
  readonly unit: string;
  /** In units of its text: a chart that is shown narrow is drawn narrow, so that its text can be read. */
  readonly width: number;
}

const HEIGHT = 190;
const FOOT = 24;
const HEAD = 16;
const LABEL_WIDTH = 80;
const LETTER_WIDTH = 6;
/** Every how many bars a label may stand: of bars of five minutes, each half hour or hour, and none in between. */
const ROUND = [1, 2, 3, 4, 6, 12, 24, 48];
/** A chart that is drawn wider is scrolled on a phone, not shrunk: its text is to be read. */
const PHONE_WIDTH = 600;

/** Bars to scale, with the same numbers as a table. */
export function BarChart({ title, note, bars, unit, width }: BarChartProps) {
  const highest = Math.max(1, ...bars.map(({ height }) => height));
  const step = width / Math.max(1, bars.length);
  const needed = Math.ceil(LABEL_WIDTH / step);
  const every = ROUND.find((count) => count >= needed) ?? needed;
  const tall = (height: number) => (height / highest) * (HEIGHT - FOOT - HEAD);
  /** Whether a label that begins there ends within the drawing. */
  const isWhole = (x: number, label: string) => x + label.length * LETTER_WIDTH <= width;
  return (
    <figure>
      <figcaption>{title}</figcaption>
      {note !== undefined && <p class="quiet">{note}</p>}
      <Frame isBroad={width > PHONE_WIDTH} title={title}>
        <svg
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={title}
          font-size="11"
          font-family="system-ui, sans-serif"
        >
          <text x="0" y="11" fill="var(--quiet)">{`${formatCount(highest)} ${unit}`}</text>
          <line x1="0" x2={width} y1={HEAD} y2={HEAD} stroke="var(--line)" stroke-dasharray="3 3" />
          {bars.map(({ label, short, height }, index) => (
            <g key={label}>
              <title>{`${label}: ${height} ${unit}`}</title>
              <rect
                x={index * step + 1}
                y={HEIGHT - FOOT - tall(height)}
                width={Math.max(1, step - 2)}
                height={tall(height)}
                fill="var(--talk)"
              />
              {index % every === 0 && isWhole(index * step, short) && (
                <text x={index * step + 1} y={HEIGHT - 8} fill="var(--quiet)">
                  {short}
                </text>
              )}
            </g>
          ))}
          <line x1="0" x2={width} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} stroke="var(--line)" />
        </svg>
      </Frame>
      <BarTable bars={bars} />
    </figure>
  );
}

function Frame(props: { readonly isBroad: boolean; readonly title: string; readonly children: ComponentChildren }) {
  const { isBroad, title, children } = props;
  if (!isBroad) return <>{children}</>;
  return (
    <div class="broad" tabindex={0} role="region" aria-label={`${title}, as bars`}>
      {children}
    </div>
  );
}

function BarTable({ bars }: { readonly bars: readonly Bar[] }) {
  return (
    <details>
      <summary>As a table</summary>
      <table>
        <tbody>
          {bars.map(({ label, height }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td class="number">{formatCount(height)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
