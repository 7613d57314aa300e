import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { RefObject } from "preact";

import { zone } from "../settings";
import { Drawing } from "./drawing";
import type { Block, Row, TimelineLayout } from "./layout";
import { ALL, heightOf, LABEL_WIDTH, type Shown } from "./measures";

interface InteractiveProps {
  readonly layout: TimelineLayout;
  readonly labelOf: (row: Row) => string;
  readonly chosen: string | undefined;
  readonly onChoose: (row: Row, block: Block) => void;
}

const NARROWEST = 1 / 2000;
const WIDTH_LEAST = 560;
const IN = 0.7;
const STEP = 0.1;

/** The drawing with its tools: zoom by wheel, keys and buttons, pan by dragging and keys. */
export function InteractiveTimeline({ layout, labelOf, chosen, onChoose }: InteractiveProps) {
  const shown = useSignal(ALL);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const gestures = useGestures(frame, shown, width.value - LABEL_WIDTH);
  return (
    <div>
      <Tools shown={shown} />
      <div ref={frame} class="drawing" style={{ height: `${heightOf(layout)}px` }} {...gestures}>
        <Drawing
          layout={layout}
          width={width.value}
          zone={zone.value}
          labelOf={labelOf}
          chosen={chosen}
          onChoose={onChoose}
          shown={shown.value}
        />
      </div>
    </div>
  );
}

function Tools({ shown }: { readonly shown: Signal<Shown> }) {
  const tools = [
    ["+", "Zoom in", () => zoomed(shown.value, IN, 0.5)],
    ["−", "Zoom out", () => zoomed(shown.value, 1 / IN, 0.5)],
    ["←", "Earlier", () => panned(shown.value, -2 * STEP)],
    ["→", "Later", () => panned(shown.value, 2 * STEP)],
    ["Whole", "The whole conversation", () => ALL],
  ] as const;
  return (
    <div class="tools" role="toolbar" aria-label="Timeline">
      {tools.map(([sign, name, change]) => (
        <button key={name} type="button" aria-label={name} onClick={() => (shown.value = change())}>
          {sign}
        </button>
      ))}
      <span class="quiet">Drag to pan, Ctrl + wheel to zoom; keys + − 0 ← →. Choose a block to see why.</span>
    </div>
  );
}

/** How wide something is, as it changes. */
function useWidth(frame: RefObject<HTMLDivElement | null>): Signal<number> {
  const width = useSignal(WIDTH_LEAST);
  useEffect(() => {
    if (frame.current === null) return;
    const watch = new ResizeObserver(([entry]) => {
      width.value = Math.max(WIDTH_LEAST, Math.floor(entry?.contentRect.width ?? 0));
    });
    watch.observe(frame.current);
    return () => watch.disconnect();
  }, []);
  return width;
}

/** What wheel, pointer and keys do. `room` is how wide the time is drawn. */
function useGestures(frame: RefObject<HTMLDivElement | null>, shown: Signal<Shown>, room: number) {
  const drag = useRef<{ readonly x: number; readonly at: Shown } | undefined>(undefined);
  const drop = () => (drag.current = undefined);
  return {
    onWheel(event: WheelEvent) {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
      event.preventDefault();
      const { left, pixels } = laneOf(frame.current, room);
      const around = Math.min(1, Math.max(0, (event.clientX - left) / pixels));
      if (event.shiftKey) shown.value = panned(shown.value, (event.deltaY || event.deltaX) / pixels);
      else shown.value = zoomed(shown.value, event.deltaY > 0 ? 1.25 : 0.8, around);
    },
    onKeyDown(event: KeyboardEvent) {
      const next = event.ctrlKey || event.metaKey || event.altKey ? undefined : afterKey(event.key, shown.value);
      if (next === undefined) return;
      event.preventDefault();
      shown.value = next;
    },
    onPointerDown(event: PointerEvent) {
      drag.current = { x: event.clientX, at: shown.value };
    },
    onPointerMove(event: PointerEvent) {
      if (drag.current === undefined) return;
      const { pixels } = laneOf(frame.current, room);
      shown.value = panned(drag.current.at, (drag.current.x - event.clientX) / pixels);
    },
    onPointerUp: drop,
    onPointerLeave: drop,
  };
}

/** Where on the screen time is drawn, and how wide: on a screen of 3,840 pixels the drawing is magnified. */
function laneOf(frame: HTMLDivElement | null, room: number): { readonly left: number; readonly pixels: number } {
  const drawn = frame?.querySelector("svg")?.getBoundingClientRect();
  if (drawn === undefined) return { left: 0, pixels: room };
  const magnified = drawn.width / (room + LABEL_WIDTH);
  return { left: drawn.left + LABEL_WIDTH * magnified, pixels: room * magnified };
}

function afterKey(key: string, shown: Shown): Shown | undefined {
  switch (key) {
    case "+":
      return zoomed(shown, IN, 0.5);
    case "-":
      return zoomed(shown, 1 / IN, 0.5);
    case "0":
      return ALL;
    case "ArrowLeft":
      return panned(shown, -STEP);
    case "ArrowRight":
      return panned(shown, STEP);
    default:
      return undefined;
  }
}

/** What is shown after a zoom around a place; never more than all. */
function zoomed({ from, until }: Shown, factor: number, around: number): Shown {
  const span = Math.min(1, Math.max(NARROWEST, (until - from) * factor));
  const centre = from + (until - from) * around;
  return kept(centre - span * around, span);
}

/** What is shown after a pan by a share of what is shown. */
function panned({ from, until }: Shown, share: number): Shown {
  return kept(from + (until - from) * share, until - from);
}

function kept(from: number, span: number): Shown {
  const start = Math.min(1 - span, Math.max(0, from));
  return { from: start, until: start + span };
}
