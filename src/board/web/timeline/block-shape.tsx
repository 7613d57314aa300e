import { formatDuration, formatTime } from "../format";
import { kindOf } from "./kinds";
import type { Block } from "./layout";
import { BLOCK_HEIGHT, LETTER_WIDTH, type Scale } from "./measures";

interface BlockProps {
  readonly block: Block;
  readonly scale: Scale;
  readonly nowAt: number;
  readonly zone: string;
  /** Whose block it is. */
  readonly label: string;
  readonly isChosen: boolean;
  readonly onChoose: (() => void) | undefined;
}

/** A block: as wide as it lasted. */
export function BlockShape(props: BlockProps) {
  const { block, isChosen } = props;
  const { colour, pattern } = kindOf(block.type);
  const box = boxOf(props);
  const { x, width } = box;
  const stroke = isChosen ? { stroke: "var(--ink)", "stroke-width": 2 } : { stroke: "var(--panel)" };
  return (
    <g class={isChosen ? "block chosen" : "block"} aria-label={describe(props)} {...actOf(props)}>
      <title>{describe(props)}</title>
      <rect {...box} rx="3" fill={`var(--${colour})`} {...stroke} />
      {pattern !== undefined && <rect {...box} rx="3" fill={`url(#${pattern})`} />}
      {block.untilAt === undefined && <rect {...box} x={x + width / 2} width={width / 2 + 1} fill="url(#fade)" />}
    </g>
  );
}

function boxOf({ block, scale, nowAt }: Pick<BlockProps, "block" | "scale" | "nowAt">) {
  const x = scale(block.fromAt);
  const width = Math.max(2, scale(block.untilAt ?? nowAt) - x);
  return block.isOver ? { x, y: 16, width, height: BLOCK_HEIGHT - 8 } : { x, y: 12, width, height: BLOCK_HEIGHT };
}

interface WordProps extends Pick<BlockProps, "block" | "scale" | "nowAt"> {
  /** Where another block begins to lie over it. */
  readonly coveredFrom: number | undefined;
}

/** The word of a block and how long it lasted, where there is room. It is drawn after the marks, so that none lies over it. */
export function BlockWord({ block, coveredFrom, scale, nowAt }: WordProps) {
  const { x, y, width, height } = boxOf({ block, scale, nowAt });
  const room = coveredFrom === undefined ? width : scale(coveredFrom) - x;
  const { word, colour } = kindOf(block.type);
  const length = formatDuration((block.untilAt ?? nowAt) - block.fromAt);
  const text = [`${word} ${length}`, word].find((words) => room > LETTER_WIDTH * words.length + 12);
  if (text === undefined) return null;
  const halo = { stroke: `var(--${colour})`, "stroke-width": 3, "paint-order": "stroke" };
  return (
    <text
      class="word"
      x={x + 6}
      y={y + height / 2 + 4}
      fill="var(--block-ink)"
      font-size={block.isOver ? 10.5 : 12}
      font-weight="600"
      pointer-events="none"
      aria-hidden="true"
      {...halo}
    >
      {text}
    </text>
  );
}

function describe({ block, nowAt, zone, label }: BlockProps): string {
  const length = formatDuration((block.untilAt ?? nowAt) - block.fromAt);
  const end = block.untilAt === undefined ? "still going on" : `until ${formatTime(block.untilAt, zone)}`;
  return `${kindOf(block.type).word}, ${length}, from ${formatTime(block.fromAt, zone)} ${end}, ${label}`;
}

/** What makes a block something to choose; in a file it is a picture. */
function actOf({ isChosen, onChoose }: BlockProps) {
  if (onChoose === undefined) return { role: "img" as const };
  return {
    tabindex: 0,
    role: "button" as const,
    "aria-pressed": isChosen,
    onClick: onChoose,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      onChoose();
    },
  };
}
