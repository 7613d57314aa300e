import { z } from "zod";

import type { BoardRange } from "../../models/board-range";
import type { ConversationRow } from "../../models/board-rows";
import type { BoardState } from "./board-state";
import { pageOf, placeOfConversation } from "./lists";

const PAGE = 100;
const PAGE_MAX = 1000;

/** How many rows of a list are asked for. */
export const limitQuery = z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE);

const flag = z.enum(["true", "false"]).transform((text) => text === "true");

const YEAR_0 = Date.parse("0000-01-01T00:00:00Z");
const YEAR_10000 = Date.parse("9999-12-31T23:59:59.999Z") + 1;

/** Its offset may take an instant out of the years that ISO-8601 has four digits for: then it is refused. */
const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((at) => at >= YEAR_0 && at < YEAR_10000, "must be in the years 0000 to 9999, in UTC");

/** Which time is asked for, and of which queue, as an address says it. */
export const rangeQuery = z.object({
  from: instant.describe("ISO-8601, of the data's time."),
  to: instant.optional().describe("ISO-8601, not in it; what is now where it is not said."),
  queueId: z.string().max(128).optional(),
});

/** What happened within a time; `asOf` is what is now. */
export function answerRange(
  state: BoardState,
  { from, to, queueId }: z.infer<typeof rangeQuery>,
  asOf: number | undefined,
): BoardRange {
  const now = asOf ?? -Infinity;
  return state.range({ from, to: to ?? Math.max(from, now), queueId }, now);
}

/** Which conversations are asked for, as an address says it. */
export const conversationQuery = z.object({
  state: z
    .string()
    .max(64)
    .optional()
    .describe("A state (open, with after-call work; afterCallWork, ended, swept) or what it does now."),
  queueId: z.string().max(128).optional(),
  userId: z
    .string()
    .max(2048)
    .optional()
    .describe("An agent's id, or its first eight letters; several with commas between: any of them."),
  order: z.enum(["id", "latest"]).default("id").describe("By id, or by the last news, the newest first."),
  id: z.string().max(128).optional().describe("What the id begins with."),
  overdue: flag.optional().describe("Only those with an overdue deadline."),
  from: instant.optional().describe("Only those with news from this instant on, ISO-8601."),
  to: instant.optional().describe("Only those that began before this instant."),
  cursor: z.string().max(256).optional().describe("`next` of the page before."),
  limit: limitQuery,
});

/** A page of a list of conversations. */
export interface ConversationPage {
  readonly conversations: readonly ConversationRow[];
  readonly next: string | null;
}

/** The conversations that are asked for. */
export function answerConversations(state: BoardState, query: z.infer<typeof conversationQuery>): ConversationPage {
  const { cursor, limit, userId, ...filter } = query;
  const found = state.conversations({ ...filter, userIds: userId?.split(",") });
  const { rows: conversations, next } = pageOf(found, placeOfConversation(filter.order), cursor, limit);
  return { conversations, next };
}
