import type { TimelineLayout } from "./layout";

/** How much room labels have, in pixels, as all that follows. */
export const LABEL_WIDTH = 190;
/** How high a row is. */
export const ROW_HEIGHT = 46;
/** How high the axis above the rows is. */
export const AXIS_HEIGHT = 30;
/** How high a block is. */
export const BLOCK_HEIGHT = 22;
/** How wide a bold letter is, on average. */
export const LETTER_WIDTH = 7.6;

/** From an instant to a place. */
export type Scale = (at: number) => number;

/** Which part of the axis is drawn, from 0 to 1. */
export interface Shown {
  readonly from: number;
  readonly until: number;
}

/** All of it. */
export const ALL: Shown = { from: 0, until: 1 };

/** The height of a drawing. */
export function heightOf(layout: TimelineLayout): number {
  return AXIS_HEIGHT + layout.rows.length * ROW_HEIGHT + 8;
}

/** The scale of a drawing of some width. */
export function scaleOf({ axis }: TimelineLayout, width: number, { from, until }: Shown): Scale {
  const room = Math.max(10, width - LABEL_WIDTH - 14);
  return (at) => LABEL_WIDTH + 4 + ((axis.shareOf(at) - from) / (until - from)) * room;
}

/** The name of the clip of a drawing: several in one page have one each. */
export function laneOf({ conversationId }: TimelineLayout): string {
  return `lane-${conversationId.replace(/[^\w-]/g, "")}`;
}
