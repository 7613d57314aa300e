import type { FastifyInstance } from "fastify";
import { z } from "zod";

import { boardHealth, boardSections } from "../../models/board";
import { boardRange } from "../../models/board-range";
import { breachRow, callbackRow, conversationRow, deadlineRow, queueRow, rejectRow } from "../../models/board-rows";
import { nameBook } from "../../models/name-book";
import type { NameBook } from "../../models/name-book";
import { deadlineStatus } from "../../models/deadline";
import { conversationRecord } from "../../models/view";
import type { Board } from "../board";
import { pageOf, placeOfDeadline } from "../state/lists";
import { answerConversations, answerRange, conversationQuery, limitQuery, rangeQuery } from "../state/queries";
import { createEventStream } from "./events";
import { ProblemError, problems } from "./problems";

/** Each may be a read of the input. */
const EVIDENCE_LIMIT = { max: 120, timeWindow: "1 minute" };

const deadlineQuery = z.object({
  status: deadlineStatus.optional(),
  kind: z.string().max(64).optional().describe("A rule: see docs/deadlines.md."),
  cursor: z.string().max(512).optional().describe("`next` of the page before."),
  limit: limitQuery,
});
const evidenceBody = z.object({ explanations: z.array(z.unknown()), records: z.array(z.unknown()) });
const idParams = z.object({ id: z.string().max(256) });

/** The sections that have a path of their own. */
const SECTIONS = [
  ["queues", z.array(queueRow), "Every queue, now and over the window"],
  ["breaches", z.array(breachRow), "The deadlines that are overdue now"],
  ["callbacks", z.array(callbackRow), "The callbacks that are owed"],
  ["health", boardHealth, "How the fold behind the board is doing"],
] as const;

/** Adds the paths of the API. Returns how to end what streams. */
export function addRoutes(server: FastifyInstance, board: Board, names: NameBook): () => void {
  const events = createEventStream(board);
  const errors = problems(400, 401, 404, 429, 503);

  server.get(
    "/api/v1/board",
    schemaOf("The whole board", { response: { 200: boardSections, ...errors } }),
    (_, reply) => {
      const parts = Object.keys(boardSections.shape).map(
        (name) => `"${name}":${sectionOf(board, name as keyof typeof boardSections.shape)}`,
      );
      return reply.type("application/json").send(`{${parts.join(",")}}`);
    },
  );
  for (const [name, schema, summary] of SECTIONS) {
    server.get(`/api/v1/${name}`, schemaOf(summary, { response: { 200: schema, ...errors } }), (_, reply) =>
      reply.type("application/json").send(sectionOf(board, name)),
    );
  }
  server.get(
    "/api/v1/events",
    schemaOf("What changes, as server-sent events; `Last-Event-ID` resumes without a gap", {
      querystring: z.object({ lastEventId: z.string().max(64).optional() }),
      response: { 200: { description: "Events", content: { "text/event-stream": { schema: z.string() } } }, ...errors },
    }),
    (request, reply) => {
      events.answer(request, reply);
    },
  );
  server.get(
    "/api/v1/range",
    schemaOf("What happened within a time", { querystring: rangeQuery, response: { 200: boardRange, ...errors } }),
    (request) => answerRange(board.state, request.query as z.infer<typeof rangeQuery>, board.source.clock().asOf),
  );
  server.get("/api/v1/names", schemaOf("Names for ids", { response: { 200: nameBook, ...errors } }), () => names);
  server.get(
    "/api/v1/rejects",
    schemaOf("The latest rejections", { response: { 200: z.array(rejectRow), ...errors } }),
    () => board.state.recentRejects(),
  );
  addDeadlineRoute(server, board, errors);
  addConversationRoutes(server, board, errors);
  return events.close;
}

function addDeadlineRoute(server: FastifyInstance, board: Board, errors: Record<string, unknown>): void {
  const page = z.object({ deadlines: z.array(deadlineRow), next: z.string().nullable() });
  const schema = { querystring: deadlineQuery, response: { 200: page, ...errors } };
  server.get("/api/v1/deadlines", schemaOf("Deadlines of open conversations, by due instant", schema), (request) => {
    const { cursor, limit, ...filter } = request.query as z.infer<typeof deadlineQuery>;
    const { rows: deadlines, next } = pageOf(board.state.deadlines(filter), placeOfDeadline, cursor, limit);
    return { deadlines, next };
  });
}

function addConversationRoutes(server: FastifyInstance, board: Board, errors: Record<string, unknown>): void {
  const page = z.object({ conversations: z.array(conversationRow), next: z.string().nullable() });
  const schema = { querystring: conversationQuery, response: { 200: page, ...errors } };
  server.get("/api/v1/conversations", schemaOf("Conversations, in the order that is asked for", schema), (request) =>
    answerConversations(board.state, request.query as z.infer<typeof conversationQuery>),
  );
  server.get(
    "/api/v1/conversations/:id",
    schemaOf("One conversation, with its timeline", {
      params: idParams,
      response: { 200: conversationRecord, ...errors },
    }),
    (request, reply) => {
      const { id } = request.params as z.infer<typeof idParams>;
      if (!board.state.has(id)) throw notHeld();
      const text = board.state.text(id)?.toString() ?? JSON.stringify(board.source.view(id));
      return reply.type("application/json").send(text);
    },
  );
  server.get(
    "/api/v1/conversations/:id/evidence",
    {
      config: { rateLimit: EVIDENCE_LIMIT },
      ...schemaOf("Why its numbers are what they are, and its records, masked", {
        params: idParams,
        response: { 200: evidenceBody, ...errors },
      }),
    },
    async (request) => {
      const { id } = request.params as z.infer<typeof idParams>;
      if (!board.state.has(id)) throw notHeld();
      const evidence = await board.source.evidence(id);
      if (evidence === undefined)
        throw new ProblemError(
          404,
          "recordsNotKept",
          "Record the topic, then ask `convofold explain LOG --conversation ID`.",
        );
      return evidence;
    },
  );
}

function notHeld(): ProblemError {
  return new ProblemError(404, "notHeld", "Check the id; the board keeps what is open and the latest that ended.");
}

function sectionOf(board: Board, name: keyof typeof boardSections.shape): string {
  const section = board.feed.section(name);
  if (section === undefined) throw new ProblemError(503, "notReady", "Ask again in a second.");
  return section;
}

function schemaOf(summary: string, parts: Record<string, unknown>): { readonly schema: Record<string, unknown> } {
  return { schema: { summary, ...parts } };
}
