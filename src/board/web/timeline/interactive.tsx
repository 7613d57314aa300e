import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { zone } from "../settings";
import { Drawing, heightOf, LABEL_WIDTH } from "./drawing";
import type { Block, Row, TimelineLayout } from "./layout";

interface InteractiveProps {
  readonly layout: TimelineLayout;
  readonly labelOf: (row: Row) => string;
  readonly chosen: string | undefined;
  readonly onChoose: (row: Row, block: Block) => void;
}

interface Shown {
  readonly from: number;
  readonly until: number;
}

const ALL: Shown = { from: 0, until: 1 };
const NARROWEST = 1 / 2000;
const WIDTH_LEAST = 560;

/** The drawing with its tools: zoom by wheel, keys and buttons, pan by dragging and keys. */
export function InteractiveTimeline({ layout, labelOf, chosen, onChoose }: InteractiveProps) {
  const shown = useSignal(ALL);
  const width = useSignal(WIDTH_LEAST);
  const frame = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly x: number; readonly at: Shown } | undefined>(undefined);

  useEffect(() => {
    const { current } = frame;
    if (current === null) return;
    const watch = new ResizeObserver(
      ([entry]) => (width.value = Math.max(WIDTH_LEAST, Math.floor(entry?.contentRect.width ?? 0))),
    );
    watch.observe(current);
    return () => watch.disconnect();
  }, []);

  const zoom = (factor: number, around = 0.5) => (shown.value = zoomed(shown.value, factor, around));
  const pan = (share: number) => (shown.value = panned(shown.value, share));
  const room = width.value - LABEL_WIDTH;

  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
    event.preventDefault();
    const left = frame.current?.getBoundingClientRect().left ?? 0;
    if (event.shiftKey) pan((event.deltaY || event.deltaX) / room);
    else zoom(event.deltaY > 0 ? 1.25 : 0.8, Math.min(1, Math.max(0, (event.clientX - left - LABEL_WIDTH) / room)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  const keys: Readonly<Record<string, () => void>> = {
    "+": () => zoom(0.7),
    "-": () => zoom(1 / 0.7),
    "0": () => (shown.value = ALL),
    ArrowLeft: () => pan(-0.1),
    ArrowRight: () => pan(0.1),
  };
  const onMove = (event: PointerEvent) => {
    if (drag.current === undefined) return;
    const { x, at } = drag.current;
    shown.value = panned(at, (x - event.clientX) / room);
  };

  return (
    <div>
      <div class="tools" role="toolbar" aria-label="Timeline">
        <button type="button" onClick={() => zoom(0.7)} aria-label="Zoom in">
          +
        </button>
        <button type="button" onClick={() => zoom(1 / 0.7)} aria-label="Zoom out">
          −
        </button>
        <button type="button" onClick={() => pan(-0.2)} aria-label="Earlier">
          ←
        </button>
        <button type="button" onClick={() => pan(0.2)} aria-label="Later">
          →
        </button>
        <button type="button" onClick={() => (shown.value = ALL)}>
          Whole
        </button>
        <span class="quiet">Drag to pan, Ctrl + wheel to zoom; keys + − 0 ← →. Choose a block to see why.</span>
      </div>
      <div
        ref={frame}
        class="drawing"
        style={{ height: `${heightOf(layout)}px` }}
        onWheel={onWheel}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          drag.current = { x: event.clientX, at: shown.value };
        }}
        onPointerMove={onMove}
        onPointerUp={() => (drag.current = undefined)}
        onPointerLeave={() => (drag.current = undefined)}
      >
        <Drawing
          layout={layout}
          width={width.value}
          zone={zone.value}
          labelOf={labelOf}
          chosen={chosen}
          onChoose={onChoose}
          {...shown.value}
        />
      </div>
    </div>
  );
}

/** What is shown after a zoom around a place; never more than all. */
export function zoomed({ from, until }: Shown, factor: number, around: number): Shown {
  const span = Math.min(1, Math.max(NARROWEST, (until - from) * factor));
  const centre = from + (until - from) * around;
  return kept(centre - span * around, span);
}

/** What is shown after a pan by a share of what is shown. */
export function panned({ from, until }: Shown, share: number): Shown {
  return kept(from + (until - from) * share, until - from);
}

function kept(from: number, span: number): Shown {
  const start = Math.min(1 - span, Math.max(0, from));
  return { from: start, until: start + span };
}
