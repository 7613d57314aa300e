import { formatTime, inWords } from "../format";
import { signOf } from "./kinds";
import type { Mark } from "./layout";
import { ROW_HEIGHT } from "./measures";

const MARK_COLOUR = { good: "var(--good)", warn: "var(--warn)", bad: "var(--bad)", plain: "var(--quiet)" };

/** A deadline: where it was due, and how it went. */
export function MarkShape({ mark, x, zone }: { readonly mark: Mark; readonly x: number; readonly zone: string }) {
  const { sign, state } = signOf(mark.status);
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
